using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Topics;

/// <summary>What is seen beside a plan for topics: what would be deleted, who reads them, how large the cluster is, each with its time.</summary>
public sealed class TopicEvidenceReader(IKafkaClusters clusters, ITopicReaders readers, TimeProvider clock)
    : IEvidenceReader
{
    public ResourceKind Kind => TopicKind.Word;

    public async Task<IReadOnlyList<ResourceEvidence>> Read(
        LiveEngine live,
        IReadOnlyList<ResourcePlan> plans,
        CancellationToken stop
    )
    {
        var kafka = await clusters.Open(live.Cluster, stop);
        var there = plans.Where(p => live.Resources[p.On.Name] is not null).Select(p => p.On.Name).ToList();
        var read = await readers.Of(live.Cluster, there, stop);
        return await Task.WhenAll(
            plans.Select(async plan =>
                live.Resources[plan.On.Name] is LiveTopic topic
                    ? (ResourceEvidence)await Read(kafka, live, plan, topic, read[topic.Name], stop)
                    : TopicEvidence.Nothing(plan.On, live.Nodes, clock.GetUtcNow())
            )
        );
    }

    private async Task<TopicEvidence> Read(
        IKafkaCluster kafka,
        LiveEngine live,
        ResourcePlan plan,
        LiveTopic topic,
        SeenReaders seen,
        CancellationToken stop
    )
    {
        var loss = DataLoss.Of(plan.Steps, topic);
        var now = clock.GetUtcNow();
        var contents = await Contents(kafka, topic.Name, KeptFrom(loss, now), stop);
        return new TopicEvidence(
            plan.On,
            contents?.Records,
            contents?.Bytes,
            contents is null ? new(null, null) : DataLossEstimate.Of(loss, Held(contents)),
            seen.Groups,
            seen.AreAll,
            live.Nodes,
            now,
            seen.WrittenPerSecond,
            MovedDefaults.Of(plan.Steps, topic),
            contents?.WasNeverWritten == true
        );
    }

    private static DateTimeOffset? KeptFrom(DataLoss loss, DateTimeOffset now) =>
        loss is DataLoss.Beyond { Milliseconds: { } kept }
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, now.ToUnixTimeMilliseconds() - kept))
            : null;

    private static List<PartitionHolding> Held(TopicContents contents) =>
        [.. contents.Partitions.Select(p => new PartitionHolding(p.First, p.End, p.Since, p.Bytes, p.Copies))];

    // A plan can be made without knowing how much is in a topic; it then says so, and the risk counts it as much.
    private static async Task<TopicContents?> Contents(
        IKafkaCluster kafka,
        string topic,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        try
        {
            return await kafka.Contents(topic, since, stop);
        }
        catch (EngineException unseen) when (unseen.Fault == EngineFault.Final)
        {
            return null;
        }
    }
}
