using System.Collections.Immutable;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Checkpoints;

/// <summary>A job's checkpoints over time, in columns that stand for equal times. Pure.</summary>
/// <param name="From">When its first column begins.</param>
/// <param name="Words">What it shows, as a sentence.</param>
public sealed record CheckpointStrip(DateTimeOffset From, ImmutableArray<CheckpointColumn> Columns, string Words)
{
    public const int MostColumns = 48;

    // With less than one and a half intervals to a column, some would stand empty though nothing is missing.
    private const double LeastIntervals = 1.5;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(15),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(1),
    ];

    /// <summary>Null when there is none to show.</summary>
    /// <param name="starts">When its runs began.</param>
    /// <param name="restarts">When they were seen to restart.</param>
    /// <param name="every">Between two checkpoints; null when not known.</param>
    /// <param name="seenAt">Up to when they are known.</param>
    public static CheckpointStrip? Of(
        IReadOnlyCollection<KeptCheckpoint> kept,
        IEnumerable<DateTimeOffset> starts,
        IEnumerable<DateTimeOffset> restarts,
        TimeSpan? every,
        DateTimeOffset seenAt,
        DateTimeOffset now
    )
    {
        if (kept.Count == 0)
        {
            return null;
        }

        var (first, last) = (kept.Min(c => c.At), Later(kept.Max(c => c.At), seenAt));
        var step = Step(last - first, every);
        var end = (last.UtcTicks / step.Ticks) + 1;
        var begin = Math.Max(end - MostColumns, first.UtcTicks / step.Ticks);
        var byColumn = kept.ToLookup(c => c.At.UtcTicks / step.Ticks);
        var began = starts.Select(at => at.UtcTicks / step.Ticks).ToHashSet();
        var restarted = restarts.ToLookup(at => at.UtcTicks / step.Ticks);
        var longest = kept.Max(c => c.Took) ?? TimeSpan.Zero;
        var unseen = UnseenCheckpoints.Among(kept);
        return new(
            new(begin * step.Ticks, TimeSpan.Zero),
            [
                .. Enumerable
                    .Range(0, (int)(end - begin))
                    .Select(n => begin + n)
                    .Select(n =>
                        CheckpointColumn.Of(
                            new(n * step.Ticks, TimeSpan.Zero),
                            [.. byColumn[n]],
                            [
                                .. unseen.Where(u =>
                                    u.After.UtcTicks / step.Ticks <= n && n <= u.Before.UtcTicks / step.Ticks
                                ),
                            ],
                            longest,
                            began.Contains(n),
                            restarted[n].Count(),
                            now
                        )
                    ),
            ],
            Sentence(kept, unseen.Sum(u => u.Count), first, now)
        );
    }

    private static TimeSpan Step(TimeSpan whole, TimeSpan? every)
    {
        var least = (every ?? TimeSpan.Zero) * LeastIntervals;
        return Steps.FirstOrDefault(step => step >= least && step * (MostColumns - 1) >= whole, Steps[^1]);
    }

    private static string Sentence(
        IReadOnlyCollection<KeptCheckpoint> kept,
        long unseen,
        DateTimeOffset first,
        DateTimeOffset now
    )
    {
        var completed = Quantity.Count(kept.Count(c => c.IsCompleted));
        var (all, others, last) =
            unseen == 0
                ? (Quantity.Of(kept.Count, "checkpoint", "checkpoints"), "", "last failure")
                : (
                    Quantity.Of(kept.Count, "seen checkpoint", "seen checkpoints"),
                    $", {Quantity.Count(unseen)} not seen",
                    "last failure seen"
                );
        var words = $"{completed} of {all} completed in the last {Age.For(now - first)}{others}";
        return kept.Where(c => !c.IsCompleted).MaxBy(c => c.At) is not { } failed ? $"{words}."
            : failed.Failure is { } why ? $"{words}; {last} {Age.SeenFrom(now, failed.At)}: {why.TrimEnd('.')}."
            : $"{words}; {last} {Age.SeenFrom(now, failed.At)}.";
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
