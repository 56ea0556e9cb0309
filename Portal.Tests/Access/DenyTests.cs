using Confluent.Kafka;
using Portal.Core;
using Portal.Core.Access;
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
