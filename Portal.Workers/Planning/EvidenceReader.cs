using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>What is seen beside a plan: what would go, who reads it, how large the cluster is, each with its time.</summary>
public sealed class EvidenceReader(IKafkaClusters clusters, ITopicReaders readers, TimeProvider clock)
{
    public async Task<PlanEvidence> Read(PlanBody plan, IReadOnlyList<LiveReading> live, CancellationToken stop)
    {
        var topics = ImmutableArray.CreateBuilder<TopicEvidence>();
        foreach (var reading in live)
        {
            foreach (var (name, topic) in reading.Topics)
            {
                topics.Add(topic is null ? Nothing(reading, name) : await Read(plan, reading, name, stop));
            }
        }

        return new PlanEvidence(topics.ToImmutable());
    }

    private TopicEvidence Nothing(LiveReading reading, string topic) =>
        new(topic, 0, 0, 0, [], reading.Facts.Brokers.Length, clock.GetUtcNow());

    private async Task<TopicEvidence> Read(PlanBody plan, LiveReading reading, string topic, CancellationToken stop)
    {
        var contents = await Contents(reading, topic, stop);
        return new TopicEvidence(
            topic,
            contents?.Records,
            contents?.Bytes,
            Going(plan, topic, contents),
            await readers.Of(reading.Cluster, topic, stop),
            reading.Facts.Brokers.Length,
            clock.GetUtcNow()
        );
    }

    // A plan can be made without knowing how much is in a topic; it then says so, and the risk counts it as much.
    private async Task<TopicContents?> Contents(LiveReading reading, string topic, CancellationToken stop)
    {
        try
        {
            return await (await clusters.Open(reading.Cluster, stop)).Contents(topic, stop);
        }
        catch (EngineException unseen) when (unseen.Fault == EngineFault.Final)
        {
            return null;
        }
    }

    private static long? Going(PlanBody plan, string topic, TopicContents? contents)
    {
        var destroys = plan
            .Steps.Where(s => s.Topic == topic)
            .Select(s =>
                s is Step.DeleteTopic ? true
                : s is Step.AlterConfigs { DestroysData: true } ? (bool?)null
                : false
            )
            .ToList();
        return destroys.Contains(true) ? contents?.Bytes
            : destroys.Contains(null) ? null
            : 0;
    }
}
