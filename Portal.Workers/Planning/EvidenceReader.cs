using Portal.Core.Changes.Plans;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning;

/// <summary>What is seen beside a plan: what would go, who reads it, how large the cluster is, each with its time.</summary>
public sealed class EvidenceReader(IKafkaClusters clusters, ITopicReaders readers, TimeProvider clock)
{
    public async Task<PlanEvidence> Read(PlanBody plan, IReadOnlyList<LiveCluster> live, CancellationToken stop)
    {
        var seen = new List<TopicEvidence>();
        foreach (var cluster in live)
        {
            foreach (var (name, topic) in cluster.Topics)
            {
                seen.Add(
                    topic is null
                        ? TopicEvidence.Nothing(cluster.Id, name, cluster.Brokers, clock.GetUtcNow())
                        : await Read(plan, cluster, topic, stop)
                );
            }
        }

        return new PlanEvidence([.. seen]);
    }

    private async Task<TopicEvidence> Read(PlanBody plan, LiveCluster live, LiveTopic topic, CancellationToken stop)
    {
        var going = Going.Of(plan, live.Id, topic);
        var now = clock.GetUtcNow();
        var seen = await readers.Of(live.Id, topic.Name, stop);
        var contents = await Contents(live, topic.Name, KeptFrom(going, now), stop);
        return new TopicEvidence(
            live.Id,
            topic.Name,
            contents?.Records,
            contents?.Bytes,
            contents is null ? new(null, null) : GoingAmount.Of(going, Held(contents)),
            seen.Groups,
            seen.AreAll,
            live.Brokers,
            now,
            seen.WrittenPerSecond,
            MovedDefaults.Of(plan, live.Id, topic)
        );
    }

    private static DateTimeOffset? KeptFrom(Going going, DateTimeOffset now) =>
        going is Going.Beyond { Milliseconds: { } kept }
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, now.ToUnixTimeMilliseconds() - kept))
            : null;

    private static List<PartitionHolding> Held(TopicContents contents) =>
        [.. contents.Partitions.Select(p => new PartitionHolding(p.First, p.End, p.Since, p.Bytes, p.Copies))];

    // A plan can be made without knowing how much is in a topic; it then says so, and the risk counts it as much.
    private async Task<TopicContents?> Contents(
        LiveCluster live,
        string topic,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        try
        {
            return await (await clusters.Open(live.Id, stop)).Contents(topic, since, stop);
        }
        catch (EngineException unseen) when (unseen.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
