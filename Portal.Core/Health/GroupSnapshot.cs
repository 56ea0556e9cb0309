using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Health;

/// <summary>A consumer group as the newest cycle knows it.</summary>
/// <param name="State">As its coordinator says it: Stable, Empty, …</param>
/// <param name="Members">How many there are; null when not asked or not answered.</param>
/// <param name="Lag">Messages behind, all partitions; "at least" when a partition is unknown, or has no commit though it is assigned.</param>
/// <param name="Behind">The age of its oldest unread record: the worst partition's.</param>
/// <param name="Skew">Worst partition's lag ÷ the median one's; null below two partitions or where the median is 0.</param>
/// <param name="DataLossIn">When the oldest unread record is removed by retention, at the earliest; zero: some are gone already; null: nothing unread, kept forever, or not known.</param>
/// <param name="AnsweredAt">The oldest of its partitions' last answers: how old the figures are; null: none yet.</param>
/// <param name="LastMovedAt">When any committed offset of it was last seen to move; null: no commit seen yet.</param>
/// <param name="Partitions">Worst first.</param>
public sealed record GroupSnapshot(
    string Name,
    GroupType Type,
    string State,
    int? Members,
    LagStatus Status,
    Amount Lag,
    TimeLag Behind,
    Drain Drain,
    TimeSpan? DataLossIn,
    double? Skew,
    double? ConsumedPerSecond,
    double? ProducedPerSecond,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? LastMovedAt,
    DateTimeOffset CycleAt,
    ImmutableArray<GroupPartition> Partitions
)
{
    /// <summary>Null: it was never told who is in it.</summary>
    public Membership? Membership { get; init; }

    /// <summary>Since when it is there and watched: what it did before isn't known.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>False: some of its commits weren't answered, so what it reads isn't known.</summary>
    public bool AreCommitsRead { get; init; } = true;

    /// <summary>Topics on which only a former version of its job has committed, by name: they are none of its partitions, and aren't judged.</summary>
    public ImmutableArray<string> FormerTopics { get; init; } = [];

    /// <summary>Wherever it is stalled, an open transaction lies before what is unread: who reads committed records alone can't go on.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>Of its lag, what was deleted before it was read.</summary>
    public Amount Lost => Amount.Sum(Partitions.Select(p => p.Lost is { } lost ? Amount.Of(lost) : Amount.Unknown));

    /// <summary>Of its lag, what can still be read.</summary>
    public Amount Unread => Lag.Less(Lost.Value);

    /// <summary>As a reader of a topic. A snapshot can't tell of gaps, but for the one before the group was first seen.</summary>
    public ReaderEvidence AsReader() =>
        new(Name, Members, LastMovedAt, HasGap: CycleAt - FirstSeenAt < ActiveReaders.Within);

    /// <summary>The same of some of its partitions; null when it has none of them. When they lose data, and their lag over the last hour, isn't known.</summary>
    public GroupSnapshot? Only(Func<GroupPartition, bool> which)
    {
        ImmutableArray<GroupPartition> some = [.. Partitions.Where(which)];
        return some.IsEmpty ? null
            : some.Length == Partitions.Length ? this
            : Part(some, [.. Uncommitted.Where(u => some.Any(p => p.Topic == u.Topic))]);
    }

    /// <summary>The same of one topic; null when it commits on none of its partitions. What isn't known then is as in <see cref="Only"/>.</summary>
    public GroupSnapshot? On(string topic)
    {
        ImmutableArray<GroupPartition> some = [.. Partitions.Where(p => p.Topic == topic)];
        ImmutableArray<Uncommitted> without = [.. Uncommitted.Where(u => u.Topic == topic)];
        return some.IsEmpty ? null
            : some.Length == Partitions.Length && without.Length == Uncommitted.Length ? this
            : Part(some, without);
    }

    private GroupSnapshot Part(ImmutableArray<GroupPartition> some, ImmutableArray<Uncommitted> without)
    {
        var (isAll, lacks) = (some.Length == Partitions.Length, !without.IsEmpty);
        var (consumed, produced) = (Rate(some, p => p.ConsumedPerSecond), Rate(some, p => p.ProducedPerSecond));
        return this with
        {
            Status = some.Max(p => p.Status),
            Lag = Amount.Sum(some.Select(p => p.Lag)).Lacking(lacks),
            Behind = TimeLag.Worst(some.Select(p => p.Behind)).Lacking(lacks),
            Drain = CatchUp.Of(some, lacks, consumed, produced),
            DataLossIn = isAll ? DataLossIn : null,
            Skew = Pace.Skew([.. some.Select(p => p.Lag.Value).OfType<long>()]),
            ConsumedPerSecond = consumed,
            ProducedPerSecond = produced,
            AnsweredAt = Oldest(some, CycleAt),
            LastMovedAt = some.Max(p => p.MovedAt),
            Partitions = some,
            Uncommitted = without,
            Trend = isAll ? Trend : Trend.None,
        };
    }

    /// <summary>Assigned to a member, with records, and without a commit.</summary>
    public ImmutableArray<Uncommitted> Uncommitted { get; init; } = [];

    /// <summary>Of all of them; null where that of one isn't known.</summary>
    internal static double? Rate(IReadOnlyCollection<GroupPartition> parts, Func<GroupPartition, double?> of) =>
        parts.Count == 0 || parts.Any(p => of(p) is null) ? null : parts.Sum(p => of(p)!.Value);

    /// <summary>The oldest of their answers; null where one of them never answered.</summary>
    internal static DateTimeOffset? Oldest(IReadOnlyCollection<GroupPartition> parts, DateTimeOffset cycleAt) =>
        parts.Any(p => p.AnsweredAt(cycleAt) is null) ? null : parts.Min(p => p.AnsweredAt(cycleAt));

    /// <summary>Its lag over the last hour.</summary>
    public Trend Trend { get; init; } = Trend.None;

    /// <summary>Why it has its status: a sentence with figures.</summary>
    public string Reason => StatusReason.Of(this);
}
