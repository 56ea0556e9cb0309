using Portal.Core.Clusters;
using Portal.Engines.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Clusters;

/// <summary>On brokers of its own: nobody else's test misses the one that is killed.</summary>
public sealed class DeadBrokerTests
{
    private const string Topic = "dead.one-copy";

    [FullRunFact]
    public async Task What_a_dead_broker_would_have_told_is_null_and_never_zero()
    {
        await using var brokers = await RealKafka.Start(brokers: 2);
        await brokers.Tool("topics", "--create", "--topic", Topic, "--replica-assignment", "1,2");
        await using var world = await RegisteredKafka.Open();
        var kafka = await world.Cluster(new ClusterDraft("plain", "dev", "local", brokers.Bootstrap));
        await Deadline.Until(async () => (await kafka.Contents(Topic, null, default)).Bytes == 0, Patiently);

        await brokers.Kill(2);
        await Deadline.Until(
            async () => (await kafka.Contents(Topic, null, default)).Partitions[1].Leader is null,
            Patiently
        );

        var contents = await kafka.Contents(Topic, null, default);
        contents.Partitions[0].ShouldBe(new PartitionContents(0, Leader: 1, First: 0, End: 0, Bytes: 0, Copies: 1));
        contents
            .Partitions[1]
            .ShouldBe(new PartitionContents(1, Leader: null, First: null, End: null, Bytes: null, Copies: 1));
        (contents.Records, contents.Bytes).ShouldBe((null, null));
        var seen = (await kafka.Topics([Topic], default))[Topic];
        seen.ShouldBeOfType<TopicAnswer.Found>().Topic.Partitions.ShouldBe(2);

        await brokers.Respawn(2);
        await Deadline.Until(async () => (await kafka.Contents(Topic, null, default)).Records == 0, Patiently);
    }

    private static TimeSpan Patiently => TimeSpan.FromSeconds(120);
}
