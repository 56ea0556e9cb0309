using System.Collections.Immutable;
using Portal.Core.Clusters;
using Portal.Core.Health.Readings;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Core.Health.Snapshots;

/// <summary>A topic as the store has it, and where its partitions lie.</summary>
internal sealed record SeenTopicRow(
    long Incarnation,
    string Name,
    Guid TopicId,
    int Partitions,
    int Replication,
    bool IsInternal,
    ImmutableSortedDictionary<string, LiveConfig> Configs,
    long? Bytes,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset SeenAt,
    DateTimeOffset? ConfigsReadAt
);

internal sealed record SeenGroupRow(
    string Name,
    GroupType Type,
    string State,
    int? Members,
    DateTimeOffset FirstSeenAt,
    bool AreCommitsRead = true
);

/// <summary>What changes seldom: topics, groups, and their places in the packs.</summary>
/// <param name="Sizes">Up to which raise sizes of topics were read.</param>
/// <param name="At">The cycle in which it was read.</param>
/// <param name="Topics">By incarnation.</param>
/// <param name="Runs">Every place that isn't gone, by chunk and slot.</param>
internal sealed record SeenThings(
    long Structure,
    long Sizes,
    DateTimeOffset? At,
    IReadOnlyDictionary<long, SeenTopicRow> Topics,
    IReadOnlyDictionary<string, SeenGroupRow> GroupsByName,
    IReadOnlyDictionary<(int Chunk, int Slot), SeriesRun> Runs
)
{
    public IEnumerable<SeenGroupRow> Groups => GroupsByName.Values;

    public ILookup<long, SeriesRun> TopicRuns { get; } =
        Runs.Values.Where(run => run.Group is null).ToLookup(run => run.Incarnation);

    public ILookup<string, SeriesRun> GroupRuns { get; } =
        Runs.Values.Where(run => run.Group is not null).ToLookup(run => run.Group!, StringComparer.Ordinal);
}
