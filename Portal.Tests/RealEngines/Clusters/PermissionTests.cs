using Portal.Core;
using Portal.Core.Clusters;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Kafka.Messages;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

/// <summary>A user who may do little, over TLS and SCRAM: what isn't allowed must never look as if it weren't there.</summary>
[Collection(KafkaBrokers.Shared)]
public sealed class PermissionTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private const string User = "limited";
    private const string Password = "limited-secret";
    private RegisteredKafka _world = null!;

    public async Task InitializeAsync()
    {
        _world = await Open();
        if (Repository.Engines is null)
        {
            return;
        }

        await brokers.SetPassword(User, Password);
        var admin = await _world.Cluster(Plain(brokers) with { Name = "admin" });
        foreach (var topic in new[] { "perm.seen", "perm.half", "perm.hidden" })
        {
            if ((await admin.Topics([topic], default))[topic] is TopicAnswer.Missing)
            {
                await admin.Create(Creating(topic), InTime, default);
            }
        }

        await Allow(AclResourceType.Topic, "perm.seen", AclOperation.Describe, AclOperation.DescribeConfigs);
        await Allow(AclResourceType.Topic, "perm.half", AclOperation.Describe);
        await _world.Execute($"update cluster set deregistered_at = now()");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [EngineFact]
    public async Task A_missing_permission_is_unknown_not_missing()
    {
        var kafka = await _world.Cluster(SignedIn(brokers, User, Password));

        await Deadline.Until(async () =>
            (await kafka.Topics(["perm.seen"], default))["perm.seen"] is TopicAnswer.Found
        );
        var answers = await kafka.Topics(["perm.seen", "perm.half", "perm.hidden", "perm.never-was"], default);

        answers["perm.half"].ShouldBeOfType<TopicAnswer.Unknown>().Words.ShouldContain("DescribeConfigs");
        answers["perm.hidden"].ShouldBeOfType<TopicAnswer.Unknown>().Words.ShouldContain("Describe");
        answers["perm.never-was"].ShouldBeOfType<TopicAnswer.Unknown>();
        (await kafka.ListTopics(default)).ShouldNotContain(t => t.Name == "perm.hidden");
    }

    [EngineFact]
    public async Task Sizes_that_may_not_be_seen_are_not_zero()
    {
        var kafka = await _world.Cluster(SignedIn(brokers, User, Password));

        var contents = await kafka.Contents("perm.seen", null, default);

        contents.Records.ShouldBe(0);
        contents.Bytes.ShouldBeNull();
    }

    [EngineFact]
    public async Task Records_that_may_not_be_read_are_refused_and_not_zero()
    {
        await brokers.Produce("perm.half", partitions: 1, each: 1);
        var id = await _world.Register(SignedIn(brokers, User, Password));
        var (kafka, collected) = (await _world.Cluster(id), _world.Collected.Of(id));

        var refused = await Should.ThrowAsync<EngineException>(() => kafka.Written("perm.half", null, default));
        refused.Message.ShouldBe("signed-in: perm.half can't be read: not allowed on this topic");

        var topic = await Deadline.For(async () =>
            (await collected.Read(TimeSpan.FromSeconds(20), default)).Topics.SingleOrDefault(t => t.Name == "perm.half")
        );
        (await collected.Look(topic.Id, 0, 0, default)).ShouldNotBeNull().IsRefused.ShouldBeTrue();
    }

    [EngineFact]
    public async Task An_act_that_is_not_allowed_is_final()
    {
        var kafka = await _world.Cluster(SignedIn(brokers, User, Password));

        foreach (
            var act in new[]
            {
                kafka.Create(Creating("perm.new"), InTime, default),
                kafka.GrowPartitions("perm.seen", 5, InTime, default),
                kafka.SetConfigs(
                    "perm.seen",
                    new Dictionary<string, string?> { ["retention.ms"] = "1" },
                    InTime,
                    default
                ),
            }
        )
        {
            var refused = await Should.ThrowAsync<EngineException>(act);
            refused.Fault.ShouldBe(EngineFault.Final);
            refused.Message.ShouldContain("signed-in refused to");
        }
    }

    [EngineFact]
    public async Task A_delete_that_is_not_allowed_does_not_pass_for_done()
    {
        var admin = await _world.Cluster(Plain(brokers) with { Name = "admin-again" });
        var id = (await admin.Topics(["perm.seen"], default))["perm.seen"]
            .ShouldBeOfType<TopicAnswer.Found>()
            .Topic.TopicId;
        var hidden = (await admin.Topics(["perm.hidden"], default))["perm.hidden"]
            .ShouldBeOfType<TopicAnswer.Found>()
            .Topic.TopicId;
        await _world.Execute($"update cluster set deregistered_at = now()");
        var kafka = await _world.Cluster(SignedIn(brokers, User, Password));

        (await Should.ThrowAsync<EngineException>(() => kafka.Delete(id, InTime, default))).Fault.ShouldBe(
            EngineFault.Final
        );
        (await Should.ThrowAsync<EngineException>(() => kafka.Delete(hidden, InTime, default))).Fault.ShouldBe(
            EngineFault.Final
        );
    }

    [EngineFact]
    public async Task Registering_says_what_will_not_be_allowed()
    {
        var tested = await _world.Registration.Test(Sam, SignedIn(brokers, User, Password), null, default);

        var facts = tested.ShouldBeOfType<Outcome<ClusterFacts>.Done>().Value;
        facts
            .AccessLimits.Select(limit => limit.What)
            .ShouldBe(["ACLs may not be listed", "SCRAM credentials may not be listed"]);
        facts.AccessLimits.ShouldAllBe(limit => limit.Remedy.StartsWith($"Allow User:{User} the operations Describe"));
        var missing = facts.MissingPermissions;
        missing.ShouldContain(words => words.Contains("Describe on the cluster"));
        missing.ShouldContain(words => words.Contains("Create on the cluster"));
        missing.ShouldContain(words => words.Contains("Alter on the cluster"));
        missing.ShouldContain(words => words.StartsWith("delete"));
        missing.ShouldContain(words => words.Contains("(DescribeConfigs) on 1 of 2 topics, such as perm.half"));
    }

    [FullRunFact]
    public async Task Registering_says_what_will_not_be_allowed_on_groups_of_either_protocol()
    {
        await brokers.Commit("perm-may-all", ("perm.seen", 0, 0));
        await brokers.Commit("perm-may-see", ("perm.seen", 0, 0));
        await brokers.Commit("perm-hidden", ("perm.seen", 0, 0));
        using var consumer = brokers.Consumer("perm-848", Confluent.Kafka.GroupProtocol.Consumer);
        // Who is in such a group is told only to who may see its topics as well.
        consumer.Subscribe("perm.seen");
        await Deadline.Until(() =>
        {
            consumer.Consume(TimeSpan.FromMilliseconds(100));
            return consumer.Assignment.Count > 0;
        });
        await Allow(
            AclResourceType.Group,
            "perm-may-all",
            AclOperation.Describe,
            AclOperation.Read,
            AclOperation.Delete
        );
        await Allow(AclResourceType.Group, "perm-may-see", AclOperation.Describe);
        await Allow(AclResourceType.Group, "perm-848", AclOperation.Describe, AclOperation.Delete);

        var facts = await Deadline.For(async () =>
        {
            var tested = await _world.Registration.Test(Sam, SignedIn(brokers, User, Password), null, default);
            var told = tested.ShouldBeOfType<Outcome<ClusterFacts>.Done>().Value;
            var seesSome = told.MissingPermissions.Any(words => words.Contains("of groups that it doesn't see"));
            return seesSome && told.UnknownPermissions.Count == 0 ? told : null;
        });

        // It may describe these three, needs no more of them, and says that there may be others.
        facts
            .MissingPermissions.Where(words => words.Contains("consumer groups"))
            .ShouldBe([
                "show lag and members of consumer groups (Describe): of groups that it doesn't see or that are yet to come",
            ]);
        facts.MissingPermissions.ShouldContain(words => words.StartsWith("see every topic (Describe on any topic)"));
    }

    private Task Allow(AclResourceType type, string name, params AclOperation[] operations) =>
        brokers.Allow(User, type, name, operations);
}
