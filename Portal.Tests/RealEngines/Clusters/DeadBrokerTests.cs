using Portal.Engines.Kafka;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using static Portal.Tests.RealEngines.Clusters.RegisteredKafka;

namespace Portal.Tests.RealEngines.Clusters;

[Collection(KafkaBrokers.Shared)]
public sealed class DeadBrokerTests(KafkaBrokers brokers) : IAsyncLifetime
{
    private const int Dead = 3;
    private RegisteredKafka world = null!;

    public async Task InitializeAsync() => world = await Open();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [EngineFact]
    public async Task What_a_dead_broker_would_have_told_is_null_and_never_zero()
    {
        var kafka = await world.Cluster(Plain(brokers));
        await kafka.Create(Creating("dead.one-copy", partitions: 3, replication: 1), InTime, default);
        await Deadline.Until(async () => (await Seen(kafka)) is TopicAnswer.Found);
        await brokers.Produce("dead.one-copy", partitions: 3, each: 4);
        (await kafka.Contents("dead.one-copy", default)).Records.ShouldBe(12);

        try
        {
            await brokers.Kafka.Kill(Dead);
            await Deadline.Until(async () =>
                (await kafka.Contents("dead.one-copy", default)).Partitions.Any(p => p.Leader is null)
            );
            var contents = await kafka.Contents("dead.one-copy", default);

            var silent = contents.Partitions.Single(p => p.Leader is null);
            (silent.First, silent.End, silent.Bytes).ShouldBe((null, null, null));
            contents.Partitions.Where(p => p != silent).ShouldAllBe(p => p.End == 4 && p.Bytes > 0);
            (contents.Records, contents.Bytes).ShouldBe((null, null));
            (await Seen(kafka)).ShouldBeOfType<TopicAnswer.Found>().Topic.Partitions.ShouldBe(3);
            (await kafka.WouldRefuse(Creating("dead.new"), default)).ShouldBeNull(
                "two brokers are enough for two copies"
            );
        }
        finally
        {
            await brokers.Kafka.Respawn(Dead);
        }

        await Deadline.Until(
            async () => (await kafka.Contents("dead.one-copy", default)).Records == 12,
            TimeSpan.FromSeconds(90)
        );
    }

    private static async Task<TopicAnswer> Seen(IKafkaCluster kafka) =>
        (await kafka.Topics(["dead.one-copy"], default))["dead.one-copy"];
}
