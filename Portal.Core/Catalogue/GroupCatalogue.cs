using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Catalogue;

/// <summary>A consumer group with where it is and whose topics it reads.</summary>
public sealed record GroupRow(
    ClusterId ClusterId,
    string Cluster,
    string Environment,
    GroupSnapshot Group,
    IReadOnlyList<GroupTeam> Teams
)
{
    public string Key => $"{Cluster}/{Group.Name}";

    public IEnumerable<string> Topics => Group.Partitions.Select(p => p.Topic).Distinct(StringComparer.Ordinal);

    public bool IsUnhealthy => Group.Status is not (LagStatus.Ok or LagStatus.NotEnoughData);

    /// <summary>
    /// The job that would read as this group, on each cluster of its environment: which of them has it, or had it before a change ended it, no
    /// reading shows. None for all other groups.
    /// </summary>
    public IReadOnlyList<ResourceRef> Jobs { get; init; } = [];

    /// <summary>What a change of may be the cause when it is unwell: what it reads, and the job that reads.</summary>
    public IEnumerable<ResourceRef> DependsOn =>
        Topics.Select(topic => new ResourceRef(TopicKind.Word, ClusterId, topic)).Concat(Jobs);
}

/// <summary>A team whose topics a group reads. Nobody owns a group in Kafka: who owns what it reads is who cares.</summary>
public readonly record struct GroupTeam(string Name, string Title);

/// <summary>What a list of groups is narrowed to; null and empty narrow nothing.</summary>
public sealed record GroupFilter(
    string? Environment = null,
    IReadOnlyCollection<string>? Teams = null,
    IReadOnlyCollection<LagStatus>? Statuses = null,
    string? Words = null,
    string? Cluster = null,
    string? Topic = null
)
{
    public bool Lets(GroupRow row) =>
        (Environment is null || row.Environment == Environment)
        && (Cluster is null || row.Cluster == Cluster)
        && (Topic is null || row.Topics.Contains(Topic, StringComparer.Ordinal))
        && (Teams is not { Count: > 0 } || row.Teams.Any(t => Teams.Contains(t.Name)))
        && (Statuses is not { Count: > 0 } || Statuses.Contains(row.Group.Status))
        && (Words is not { Length: > 0 } || Matches(row, Words.Trim()));

    private static bool Matches(GroupRow row, string words) =>
        row.Group.Name.Contains(words, StringComparison.OrdinalIgnoreCase)
        || row.Topics.Any(t => t.Contains(words, StringComparison.OrdinalIgnoreCase))
        || row.Teams.Any(t => t.Title.Contains(words, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Every consumer group of every cluster, out of the snapshots in memory: no page waits for a cluster or the store.</summary>
public sealed class GroupCatalogue : IDisposable
{
    private readonly IClusterHealth _health;
    private readonly OncePerReading<GroupRow> _rows;

    public GroupCatalogue(IClusterHealth health)
    {
        _health = health;
        _rows = new(health, (cluster, managed) => cluster.Groups.Values.Select(group => Row(cluster, group, managed)));
    }

    /// <summary>All groups, by cluster and name.</summary>
    /// <param name="managed">Who owns which topic.</param>
    public IReadOnlyList<GroupRow> All(IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> managed) =>
        _rows.Of(managed);

    public void Dispose() => _rows.Dispose();

    /// <summary>Null when the cluster isn't known, or has no such group.</summary>
    public GroupRow? Find(
        string cluster,
        string name,
        IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> managed
    ) =>
        _health.Current.Values.FirstOrDefault(c => c.Name == cluster) is { } snapshot
        && snapshot.Groups.TryGetValue(name, out var found)
            ? Row(snapshot, found, managed)
            : null;

    private GroupRow Row(
        ClusterSnapshot cluster,
        GroupSnapshot group,
        IReadOnlyDictionary<(ClusterId Cluster, string Name), ManagedTopic> managed
    ) =>
        new(
            cluster.Id,
            cluster.Name,
            cluster.Environment,
            group,
            [
                .. group
                    .Partitions.Select(p => p.Topic)
                    .Distinct(StringComparer.Ordinal)
                    .Select(topic => managed.GetValueOrDefault((cluster.Id, topic)))
                    .OfType<ManagedTopic>()
                    .Select(topic => new GroupTeam(topic.Owner, topic.OwnerTitle))
                    .Distinct(),
            ]
        )
        {
            Jobs = JobName.OfGroup(group.Name) is { } job
                ?
                [
                    .. _health
                        .Current.Values.Where(c => c.Environment == cluster.Environment)
                        .Select(c => new ResourceRef(JobKind.Word, c.Id, job)),
                ]
                : [],
        };
}
