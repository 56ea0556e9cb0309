using System.Collections.Immutable;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What came into one topic since some time, and after what a group has committed.</summary>
/// <param name="Records">Since that time; null when not known.</param>
/// <param name="Uncommitted">After the group's commits, all that is there where it has none; null when none of them is known.</param>
/// <param name="IsCut">Records after a commit are deleted; where there is none, what is left of a partition is all of the time since.</param>
/// <param name="MayBeCut">No commit is known, and a partition is empty: what it had may have been read before.</param>
public sealed record Arrived(string Table, long? Records, long? Uncommitted, bool IsCut, bool MayBeCut)
{
    internal static Arrived Unknown(string table) => new(table, null, null, false, false);

    /// <param name="committed">By partition; null: no commit is known.</param>
    /// <param name="upToDate">The partitions where all that follows the commit is transaction markers; null: it isn't known of any.</param>
    internal static Arrived Of(
        string table,
        ImmutableArray<PartitionContents> partitions,
        IReadOnlyDictionary<int, long>? committed,
        IReadOnlySet<int>? upToDate
    ) =>
        new(
            table,
            partitions.Any(p => p.End is null || p.Since is null)
                ? null
                : partitions.Sum(p => p.End!.Value - p.Since!.Value),
            committed is null || partitions.Any(p => p.First is null || p.End is null)
                ? null
                : partitions.Sum(p => Math.Max(0, p.End!.Value - Math.Max(p.First!.Value, At(committed, p) ?? 0))),
            partitions.Any(p => Lacks(p, At(committed, p), upToDate?.Contains(p.Partition) == true)),
            committed is null && partitions.Any(p => p.First > 0 && p.First == p.End)
        );

    private static bool Lacks(PartitionContents partition, long? committed, bool isUpToDate) =>
        partition is { First: > 0 and var first }
        && (committed is { } at ? at < first && !isUpToDate : partition.Since == first && first < partition.End);

    private static long? At(IReadOnlyDictionary<int, long>? committed, PartitionContents partition) =>
        committed is not null && committed.TryGetValue(partition.Partition, out var at) ? at : null;
}
