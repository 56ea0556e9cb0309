using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Collecting;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.RealEngines.Collecting;

public class PausedBrokerTests
{
    [FullRunFact]
    public async Task While_a_broker_is_silent_what_it_leads_is_unknown_with_its_age_and_the_rest_is_not()
    {
        await using var kafka = await RealKafka.Start(brokers: 3);
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        await kafka.Tool("topics", "--create", "--topic", "single", "--replica-assignment", "1,2,3");
        var cluster = await portal.Register(new ClusterDraft("plain", "dev", "local", kafka.Bootstrap));
        var options = CollectWorld.Fast;
        options.AnswerWithin = TimeSpan.FromSeconds(2);
        await world.Worker(portal.Collected, options);
        await world.Seen(cluster, s => Answered(s) is [true, true, true]);

        await kafka.Freeze(3);
        try
        {
            var seen = await Deadline.For(
                async () => await world.Snapshot(cluster) is var s && Answered(s) is [true, true, false] ? s : null,
                TimeSpan.FromMinutes(1)
            );
            var silent = seen.Topics["single"].Partitions[2];
            silent.End.ShouldBe(0);
            silent.AnsweredAt(seen.Collector.CycleAt)!.Value.ShouldBeLessThan(seen.Collector.CycleAt!.Value);
            seen.Topics["single"].Status.ShouldBe(LagStatus.Unknown);
            seen.Topics["single"].Records.ShouldBeNull();
            seen.Collector.UnknownPartitions.ShouldBeGreaterThan(0);
            seen.Collector.Complaint.ShouldNotBeNull().ShouldContain("3");
            seen.Brokers.Single(b => b.Id == 3).Answers.ShouldBeFalse();
            // However long it stays silent, each cycle is done in time and knows the rest.
            for (var cycle = 0; cycle < 5; cycle++)
            {
                seen.Collector.Took!.Value.ShouldBeLessThan(options.AnswerWithin + TimeSpan.FromSeconds(1));
                Answered(seen).ShouldBe([true, true, false]);
                seen = await world.Seen(cluster, s => s.Version > seen.Version);
            }
        }
        finally
        {
            await kafka.Thaw(3);
        }

        await Deadline.Until(
            async () => Answered(await world.Snapshot(cluster)) is [true, true, true],
            TimeSpan.FromMinutes(1)
        );
    }

    private static bool[] Answered(ClusterSnapshot seen) =>
        seen.Topics.TryGetValue("single", out var topic) ? [.. topic.Partitions.Select(p => p.Answered)] : [];
}
