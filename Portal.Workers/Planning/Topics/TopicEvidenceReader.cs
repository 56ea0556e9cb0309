using System.Collections.Immutable;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Topics;

/// <summary>What is seen beside a plan for topics: what would be deleted, who reads them, how large the cluster is, each with its time.</summary>
public sealed class TopicEvidenceReader(
    IKafkaClusters clusters,
    ITopicReaders readers,
    ITopicJobs jobs,
    ITopicAccess access,
    TimeProvider clock
) : IEvidenceReader
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
        var used = await jobs.Of(live.Cluster, there, plans[0].Whole, stop);
        var contents = await kafka.Contents(
            plans
                .Where(plan => live.Resources[plan.On.Name] is not null)
                .ToDictionary(plan => plan.On.Name, plan => KeptFrom(plan, live), StringComparer.Ordinal),
            stop
        );
        List<string> named = [.. plans.Where(TopicAccess.Weighs).Select(plan => plan.On.Name)];
        var acls = await access.Of(live.Cluster, named, stop);
        return
        [
            .. plans.Select(plan =>
                (
                    live.Resources[plan.On.Name] is LiveTopic topic
                        ? Of(live, plan, topic, Known(contents[topic.Name]), read[topic.Name], [.. used[topic.Name]])
                        : TopicEvidence.Nothing(plan.On, live.Nodes, clock.GetUtcNow())
                ) with
                {
                    Access = [.. acls[plan.On.Name]],
                }
            ),
        ];
    }

    private TopicEvidence Of(
        LiveEngine live,
        ResourcePlan plan,
        LiveTopic topic,
        TopicContents? contents,
        SeenReaders seen,
        ImmutableArray<TopicJob> jobs
    )
    {
        var loss = DataLoss.Of(plan.Steps, topic);
        var held = contents is null ? null : Held(contents, topic);
        return new(
            plan.On,
            contents?.Records,
            contents?.Bytes,
            held is null ? new(null, null) : DataLossEstimate.Of(loss, [.. held.Values]),
            seen.Groups,
            seen.AreAll,
            live.Nodes,
            clock.GetUtcNow(),
            seen.WrittenPerSecond,
            MovedDefaults.Of(plan.Steps, topic),
            contents?.WasNeverWritten == true,
            jobs
        )
        {
            UnreadableGroups = seen.Unreadable.IsEmpty ? null : seen.Unreadable,
            UnreadLosses = loss is DataLoss.Beyond or DataLoss.Unknown
                ? [.. UnreadLoss.Of(loss, held, seen), .. UnreadLoss.OfSuspended(jobs, seen.Groups)]
                : null,
        };
    }

    private DateTimeOffset? KeptFrom(ResourcePlan plan, LiveEngine live) =>
        live.Resources[plan.On.Name] is LiveTopic topic
        && DataLoss.Of(plan.Steps, topic) is DataLoss.Beyond { Milliseconds: { } kept }
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds() - kept))
            : null;

    private static Dictionary<int, PartitionHolding> Held(TopicContents contents, LiveTopic topic)
    {
        // Brokers report what lies on their disks, while retention.bytes counts what is in the remote tier as well.
        var isTiered = topic.Configs.GetValueOrDefault("remote.storage.enable")?.Value == "true";
        return contents.Partitions.ToDictionary(
            p => p.Partition,
            p => new PartitionHolding(p.First, p.End, p.Since, isTiered ? null : p.Bytes, p.Copies)
        );
    }

    // A plan can be made without knowing how much is in a topic; it then says so, and the risk counts it as much.
    private static TopicContents? Known(ContentsAnswer answer) =>
        answer switch
        {
            ContentsAnswer.Found found => found.Contents,
            ContentsAnswer.Unanswered { Fault: EngineFault.Final } => null,
            ContentsAnswer.Unanswered unanswered => throw new EngineException(unanswered.Fault, unanswered.Words),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
}
