using System.Collections.Immutable;

namespace Portal.Core.Health.Snapshots;

/// <summary>Sums a group up from its places: status of the worst, lag of all, time to drain and to loss. Pure.</summary>
internal static class GroupReadout
{
    /// <param name="Bytes">The partition's size on disk; null when not told.</param>
    public sealed record Place(GroupPartition Position, PartitionSnapshot Partition, long? Bytes, SeenTopicRow Topic);

    /// <param name="kept">What retention keeps of a topic, by its name.</param>
    public static GroupSnapshot Of(
        SeenGroupRow group,
        IReadOnlyCollection<Place> places,
        ImmutableArray<Uncommitted> uncommitted,
        Func<string, Retention> kept,
        DateTimeOffset cycleAt
    )
    {
        var positions = places.Select(p => p.Position).ToList();
        var lacks = !uncommitted.IsEmpty;
        var (consumed, produced) = (
            GroupSnapshot.Rate(positions, p => p.ConsumedPerSecond),
            GroupSnapshot.Rate(positions, p => p.ProducedPerSecond)
        );
        return new GroupSnapshot(
            group.Name,
            group.Type,
            group.State,
            group.Members,
            positions.Count > 0 ? positions.Max(p => p.Status)
                : group.AreCommitsRead ? LagStatus.NotEnoughData
                : LagStatus.Unknown,
            Amount.Sum(positions.Select(p => p.Lag)).Lacking(lacks),
            TimeLag.Worst(positions.Select(p => p.Behind)).Lacking(lacks),
            CatchUp.Of(positions, lacks, consumed, produced),
            Pace.SoonestLoss([
                .. places.Select(p => (Unread(p), Retention.Of(p.Topic.Configs))),
                .. uncommitted.Select(u => u.Topic).Distinct().Select(topic => ((Unread?)null, kept(topic))),
            ]),
            Pace.Skew([.. positions.Where(p => p.Lag.Value is not null).Select(p => p.Lag.Value!.Value)]),
            consumed,
            produced,
            GroupSnapshot.Oldest(positions, cycleAt),
            positions.Max(p => p.MovedAt),
            cycleAt,
            [
                .. positions
                    .OrderByDescending(p => p.Status)
                    .ThenByDescending(p => p.Lag.Value ?? 0)
                    .ThenBy(p => p.Topic, StringComparer.Ordinal)
                    .ThenBy(p => p.Partition),
            ]
        )
        {
            FirstSeenAt = group.FirstSeenAt,
            AreCommitsRead = group.AreCommitsRead,
            IsHeldBack = places.Any(IsStalled) && places.Where(IsStalled).All(AwaitsTransaction),
            Uncommitted = uncommitted,
        };
    }

    private static bool IsStalled(Place place) => place.Position.Status == LagStatus.Stalled;

    // The last stable offset is read less often than the end; who is stalled stands for longer than that.
    private static bool AwaitsTransaction(Place place) =>
        place.Partition.Stable < place.Partition.End && place.Position.Committed >= place.Partition.Stable;

    private static Unread? Unread(Place place) =>
        place.Position is { Committed: { } committed, Lag.Value: { } lag }
            ? new Unread(
                lag,
                committed,
                place.Partition.First,
                place.Position.Behind,
                PerRecord(place),
                place.Partition.ProducedPerSecond
            )
            : null;

    // Brokers report what lies on their disks, while the first offset is that of the remote tier.
    private static double? PerRecord(Place place) =>
        place is { Bytes: { } bytes and > 0, Partition: { First: { } first, End: { } end } }
        && end > first
        && place.Topic.Configs.GetValueOrDefault("remote.storage.enable")?.Value != "true"
            ? (double)bytes / (end - first)
            : null;
}
