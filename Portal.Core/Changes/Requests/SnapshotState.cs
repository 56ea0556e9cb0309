using System.Collections.Immutable;
using Portal.Core.Changes.Plans;
using Portal.Core.Health;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Requests;

/// <summary>What a forecast knows of a cluster instead of live answers: its newest snapshot, or nothing yet.</summary>
internal static class SnapshotState
{
    /// <remarks>A snapshot doesn't carry the cluster's own id; the base of a forecast is never compared.</remarks>
    public static LiveCluster Live(ClusterId id, IReadOnlyList<ChangeResource> asked, ClusterSnapshot? seen) =>
        new(
            id,
            "",
            Brokers(seen),
            asked.ToImmutableSortedDictionary(
                r => r.Name,
                r => seen?.Topics.GetValueOrDefault(r.Name)?.ToLive(),
                StringComparer.Ordinal
            ),
            TopicName.Collisions(asked.Select(r => r.Name), seen?.Topics.Keys ?? [])
        );

    public static IEnumerable<TopicEvidence> Evidence(
        PlanBody plan,
        IEnumerable<ChangeResource> asked,
        ClusterSnapshot seen
    ) => asked.Select(r => Evidence(plan, r.Name, seen.Topics.GetValueOrDefault(r.Name), seen));

    private static TopicEvidence Evidence(PlanBody plan, string name, TopicSnapshot? topic, ClusterSnapshot seen) =>
        topic is null
            ? TopicEvidence.Nothing(seen.Id, name, Brokers(seen), seen.Collector.CycleAt ?? default)
            : new(
                seen.Id,
                name,
                topic.Records,
                topic.Bytes,
                Amount(Going.Of(plan, seen.Id, topic.ToLive()), topic),
                [.. topic.Readers.Select(r => seen.Groups[r]).Select(g => g.AsReader())],
                seen.Collector.WholeAt is { } whole && whole == seen.Collector.CycleAt,
                Brokers(seen),
                topic.SeenAt,
                Defaults: MovedDefaults.Of(plan, seen.Id, topic.ToLive())
            );

    // A snapshot holds a topic's bytes as one sum, and no offset by time: what a cut takes, only the binding plan can tell.
    private static GoingAmount Amount(Going going, TopicSnapshot topic) =>
        going switch
        {
            Going.Nothing => new(0, 0),
            Going.All => new(topic.Records, topic.Bytes),
            _ => new(null, null),
        };

    private static int? Brokers(ClusterSnapshot? seen) =>
        seen is null || seen.Brokers.Length == 0 ? null : seen.Brokers.Length;
}
