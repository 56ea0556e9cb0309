using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Collecting;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Clusters;
using Portal.Tests.RealEngines.Kafka;

namespace Portal.Tests.RealEngines.Collecting;

/// <summary>A broker that takes connections and answers nothing: what it leads is unknown with its age, and the rest is not.</summary>
public class PausedBrokerTests
{
    [Fact]
    public async Task While_a_broker_of_the_local_cluster_is_silent_what_it_leads_is_unknown()
    {
        await using var kafka = await LocalKafka.Start();
        await IsShown(kafka.Bootstrap, () => kafka.Pause(3), () => kafka.Resume(3));
    }

    [FullRunFact]
    public async Task While_a_broker_of_real_Kafka_is_silent_what_it_leads_is_unknown()
    {
        await using var kafka = await RealKafka.Start(brokers: 3);
        await IsShown(kafka.Bootstrap, () => kafka.Freeze(3), () => kafka.Thaw(3));
    }

    private static async Task IsShown(string bootstrap, Func<Task> silence, Func<Task> speak)
    {
        await using var portal = await RegisteredKafka.Open();
        await using var world = CollectWorld.Over(portal.Store);
        using (var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build())
        {
            await admin.CreateTopicsAsync([
                new TopicSpecification
                {
                    Name = "single",
                    NumPartitions = 3,
                    ReplicasAssignments = Enumerable
                        .Range(0, 3)
                        .ToDictionary(partition => partition, p => new List<int> { p + 1 }),
                },
            ]);
        }

        var cluster = await portal.Register(new ClusterDraft("plain", "dev", "local", bootstrap));
        var options = CollectWorld.Fast;
        options.AnswerWithin = TimeSpan.FromSeconds(2);
        await world.Worker(portal.Collected, options);
        await world.Seen(cluster, s => Answered(s) is [true, true, true]);

        await silence();
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
            await speak();
        }

        await Deadline.Until(
            async () => Answered(await world.Snapshot(cluster)) is [true, true, true],
            TimeSpan.FromMinutes(1)
        );
    }

    private static bool[] Answered(ClusterSnapshot seen) =>
        seen.Topics.TryGetValue("single", out var topic) ? [.. topic.Partitions.Select(p => p.Answered)] : [];
}
