using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>Topics out of the newest snapshot of their cluster, for previews.</summary>
public sealed class TopicPreview(IClusterHealth health, ITopicAccess access, ITopicJobs jobs) : IPreviewReader
{
    private static readonly Dictionary<string, DateTimeOffset?> Unread = new(StringComparer.Ordinal);

    public ResourceKind Kind => TopicKind.Word;

    public Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        var seen = Seen(cluster);
        var acls = new Lazy<Task<ILookup<string, TopicAcl>>>(() => access.Of(cluster, names, stop));
        var seenAt = seen?.ListedAt is null ? null : seen.Collector.CycleAt;
        return Task.FromResult(
            new PreviewState(Live(cluster, names, seen, acls), seenAt)
            {
                ReadAt = seen is null || seenAt is null ? Unread : SettingsReadAt(names, seen.Topics),
            }
        );
    }

    // Less often than the rest. Of one that isn't there, nothing else is read.
    private static Dictionary<string, DateTimeOffset?> SettingsReadAt(
        IReadOnlyCollection<string> names,
        ImmutableSortedDictionary<string, TopicSnapshot> seen
    ) =>
        names
            .Distinct(StringComparer.Ordinal)
            .Where(seen.ContainsKey)
            .ToDictionary(name => name, name => seen[name].SettingsReadAt, StringComparer.Ordinal);

    private static SeenTopics Live(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        ClusterSnapshot? seen,
        Lazy<Task<ILookup<string, TopicAcl>>> acls
    ) =>
        new(
            cluster,
            names.ToImmutableSortedDictionary(
                name => name,
                name => (ResourceState?)seen?.Topics.GetValueOrDefault(name)?.ToLive(),
                StringComparer.Ordinal
            ),
            TopicName.Collisions(names, seen?.Topics.Keys ?? []),
            seen is null || seen.Brokers.Length == 0 ? null : seen.Brokers.Length,
            acls
        );

    public async Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop)
    {
        if (Seen(live.Cluster) is not { } seen)
        {
            return null;
        }

        var evidence = seen.Topics.GetValueOrDefault(plan.On.Name) is { } topic
            ? Of(live, plan, topic, seen, await Used(live, plan, topic, stop))
            : TopicEvidence.Nothing(plan.On, live.Nodes, seen.Collector.CycleAt ?? default);
        return live is SeenTopics topics && TopicAccess.Weighs(plan)
            ? evidence with
            {
                Access = [.. (await topics.Acls.Value)[plan.On.Name]],
            }
            : evidence;
    }

    // A form looks at each pause of typing: only where records go does it matter who uses them.
    private async Task<ImmutableArray<TopicJob>> Used(
        LiveEngine live,
        ResourcePlan plan,
        TopicSnapshot topic,
        CancellationToken stop
    ) =>
        live is SeenTopics topics && DataLoss.Of(plan.Steps, topic.ToLive()) is not DataLoss.Nothing
            ? [.. (await topics.Used(jobs, plan.Whole, stop))[topic.Name]]
            : [];

    private static TopicEvidence Of(
        LiveEngine live,
        ResourcePlan plan,
        TopicSnapshot topic,
        ClusterSnapshot seen,
        ImmutableArray<TopicJob> used
    )
    {
        var loss = DataLoss.Of(plan.Steps, topic.ToLive());
        ImmutableArray<ReaderEvidence> readers = [.. topic.Readers.Select(group => seen.Groups[group].AsReader())];
        return new(
            plan.On,
            topic.Records,
            topic.Bytes,
            Amount(loss, topic),
            readers,
            seen.Collector is { WholeAt: { } whole, AreReadersKnown: true } && whole == seen.Collector.CycleAt,
            live.Nodes,
            topic.SeenAt,
            Defaults: MovedDefaults.Of(plan.Steps, topic.ToLive()),
            Jobs: used
        )
        {
            UnreadLosses = loss is DataLoss.Beyond or DataLoss.Unknown
                ? [.. UnreadPreview.Of(loss, topic, seen.Groups), .. UnreadLoss.OfSuspended(used, readers)]
                : null,
        };
    }

    // A snapshot holds a topic's bytes as one sum, and no offset by time: what a cut takes, only the binding plan can tell.
    private static DataLossEstimate Amount(DataLoss loss, TopicSnapshot topic) =>
        loss switch
        {
            DataLoss.Nothing => new(0, 0),
            DataLoss.All => new(topic.Records, topic.Bytes),
            _ => new(null, null),
        };

    private ClusterSnapshot? Seen(ClusterId cluster) => health.Current.GetValueOrDefault(cluster);

    /// <param name="Acls">On all their names, read once and only where a plan of one of them goes by them.</param>
    private sealed record SeenTopics(
        ClusterId Cluster,
        ImmutableSortedDictionary<string, ResourceState?> Resources,
        IReadOnlyDictionary<string, string> Collisions,
        int? Nodes,
        Lazy<Task<ILookup<string, TopicAcl>>> Acls
    ) : LiveEngine(TopicKind.Word, Cluster, "", Resources, Collisions, Nodes)
    {
        private Task<ILookup<string, TopicJob>>? _used;

        /// <summary>The jobs of all of them, looked up once: a preview is of one plan.</summary>
        public Task<ILookup<string, TopicJob>> Used(
            ITopicJobs jobs,
            IReadOnlyCollection<Step> planned,
            CancellationToken stop
        ) => _used ??= jobs.Of(Cluster, [.. Resources.Keys], planned, stop);
    }
}
