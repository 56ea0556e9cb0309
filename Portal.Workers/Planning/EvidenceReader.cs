using Portal.Core.Changes;
using Portal.Core.Health;
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
                        : await Read(plan, cluster, name, stop)
                );
            }
        }

        return new PlanEvidence([.. seen]);
    }

    private async Task<TopicEvidence> Read(PlanBody plan, LiveCluster live, string topic, CancellationToken stop)
    {
        var contents = await Contents(live, topic, stop);
        return new TopicEvidence(
            live.Id,
            topic,
            contents?.Records,
            contents?.Bytes,
            plan.BytesGoing(live.Id, topic, contents?.Bytes),
            await readers.Of(live.Id, topic, stop),
            live.Brokers,
            clock.GetUtcNow()
        );
    }

    // A plan can be made without knowing how much is in a topic; it then says so, and the risk counts it as much.
    private async Task<TopicContents?> Contents(LiveCluster live, string topic, CancellationToken stop)
    {
        try
        {
            return await (await clusters.Open(live.Id, stop)).Contents(topic, stop);
        }
        catch (EngineException unseen) when (unseen.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
