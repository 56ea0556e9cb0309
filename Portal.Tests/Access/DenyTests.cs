using Confluent.Kafka;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>What a DENY refuses by the cluster's own rules is what the plan says that it does.</summary>
public sealed class DenyTests
{
    private const string App = "User:app";

    [Fact]
    public async Task Who_may_not_describe_the_group_or_the_topic_does_not_read_and_the_plan_says_so()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await Refuses(kafka.Bootstrap, kafka.Sasl);
    }

    [FullRunFact]
    public async Task Who_may_not_describe_the_group_or_the_topic_does_not_read_on_real_Kafka_either()
    {
        await using var kafka = await RealKafka.Start();
        await Refuses(kafka.Bootstrap, kafka.Sasl);
    }

    [Fact]
    public async Task What_was_there_before_becomes_part_of_the_grant_and_a_deny_that_wins_is_named_on_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await AreNamed(kafka.Bootstrap);
    }

    [FullRunFact]
    public async Task What_was_there_before_becomes_part_of_the_grant_and_a_deny_that_wins_is_named_on_real_Kafka()
    {
        await using var kafka = await RealKafka.Start();
        await AreNamed(kafka.Bootstrap);
    }

    private static async Task AreNamed(string bootstrap)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage("orders");
        await world.Make(new Acl(App, AclOperation.Read, AclResource.Topic, AclPattern.Literal, "orders"));
        await world.Make(
            new Acl(Acl.Everybody, AclOperation.All, AclResource.Topic, AclPattern.Prefixed, "ord", AclPermission.Deny)
        );
        var id = await world.Ask(Grant("app-reads", Reads("orders", App)));
        await world.PlanAll();
        var view = await world.View(id);
        view.Checks.Single(c => c.Name.StartsWith("deny", StringComparison.Ordinal))
            .ShouldSatisfyAllConditions(
                c => c.Verdict.ShouldBe(CheckVerdict.NeedsOverride),
                c => c.Words.ShouldContain("DENY all topic ord… (prefix)")
            );
        view.Checks.Single(c => c.Name.StartsWith("unmanaged", StringComparison.Ordinal))
            .Words.ShouldContain("1 ACL is there already");
        view.Row.State.ShouldBe(ChangeState.PendingApproval);
    }

    private static async Task Refuses(string bootstrap, string sasl)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage("orders");
        await GrantedClient.Writes(bootstrap, "orders");
        await world.Carry(ServiceAccountWorlds.Create("app"));
        var app = ("app", await world.Taken("app"));
        var group = Deny(AclResource.Group, "app-service");
        var topic = Deny(AclResource.Topic, "orders");
        await world.Make(group);
        await world.Make(topic);

        var id = await world.Carry(Grant("app-reads", Reads("orders", App)));
        var said = (await world.View(id)).Checks.Single(c => c.Name.StartsWith("deny", StringComparison.Ordinal));
        said.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        said.Words.ShouldContain(group.InWords());
        said.Words.ShouldContain(topic.InWords());

        await Deadline.Until(async () =>
            await Joins() is ErrorCode.GroupAuthorizationFailed or ErrorCode.TopicAuthorizationFailed
        );
        await world.Remove(topic);
        await Deadline.Until(async () => await Joins() == ErrorCode.GroupAuthorizationFailed);
        await world.Make(topic);
        await world.Remove(group);
        await Deadline.Until(async () => await Joins() == ErrorCode.TopicAuthorizationFailed);
        await world.Remove(topic);
        await Deadline.Until(async () => await Joins() == ErrorCode.NoError);

        Task<ErrorCode> Joins() => GrantedClient.Joins(sasl, app, "orders", "app-service");
    }

    private static Acl Deny(AclResource resource, string name) =>
        new(App, AclOperation.Describe, resource, AclPattern.Literal, name, AclPermission.Deny);
}
