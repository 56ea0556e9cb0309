namespace Portal.Core.Health;

/// <summary>What follows from lag and rates: when it is read, when it is lost, how unevenly it lies.</summary>
public static class Pace
{
    /// <summary>Over how long rates are told.</summary>
    public static readonly TimeSpan Over = TimeSpan.FromMinutes(1);

    /// <summary>How fast an offset moved, a second; null when either reading is missing or no time lies between.</summary>
    public static double? Rate(DateTimeOffset from, long? first, DateTimeOffset to, long? last) =>
        first is { } a && last is { } b && to > from ? Math.Max(0, (b - a) / (to - from).TotalSeconds) : null;

    public static Drain TimeToDrain(Amount lag, double? consumed, double? produced) =>
        (lag, consumed, produced) switch
        {
            ({ Value: 0, AtLeast: false }, _, _) => new Drain.Done(),
            ({ Value: { } waits, AtLeast: false }, { } reads, { } arrive) => reads - arrive > 0
                ? In(waits / (reads - arrive))
                : new Drain.Never(),
            _ => new Drain.Unknown(),
        };

    /// <summary>
    /// When retention removes the oldest unread record, at the earliest: by age, or by size where that binds first.
    /// Null when nothing waits that can be read, it is kept forever, or it can't be told. Zero: unread records are gone
    /// already. Of an age that is unknown or "at least" what is left may be less, and isn't more.
    /// </summary>
    public static TimeSpan? TimeToLoss(Unread unread, Retention kept)
    {
        if (unread.IsNothing)
        {
            return null;
        }

        if (unread.Earliest is { } first && unread.Committed < first)
        {
            return TimeSpan.Zero;
        }

        var byAge = kept.Time - (unread.Behind.Value ?? TimeSpan.Zero);
        var bySize = BySize(unread, kept.BytesPerPartition);
        if (unread.MayBeOlder && byAge > TimeSpan.Zero)
        {
            return bySize <= byAge ? bySize : null;
        }

        return (byAge, bySize) switch
        {
            (null, null) => null,
            var (a, s) => NotNegative(a is null || s < a ? s!.Value : a.Value),
        };
    }

    /// <summary>
    /// The soonest of several partitions. Where one of them can't be told because what waits, its age or its size isn't known, or its
    /// age is "at least", it may be sooner than all others: null, unless something is gone already.
    /// </summary>
    /// <param name="places">What waits on each; null: not known.</param>
    public static TimeSpan? SoonestLoss(IReadOnlyCollection<(Unread? Unread, Retention Kept)> places)
    {
        var losses = places.Select(p => p.Unread is { } unread ? TimeToLoss(unread, p.Kept) : null).ToList();
        var isOpen = places.Zip(losses).Any(p => IsOpen(p.First.Unread, p.First.Kept, p.Second));
        return losses.Min() is { } soonest && (!isOpen || soonest == TimeSpan.Zero) ? soonest : null;
    }

    /// <summary>Worst ÷ median; null below two partitions or where the median is 0.</summary>
    public static double? Skew(IReadOnlyCollection<long> lags)
    {
        if (lags.Count < 2)
        {
            return null;
        }

        var sorted = lags.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return median == 0 ? null : sorted[^1] / median;
    }

    private static bool IsOpen(Unread? unread, Retention kept, TimeSpan? loss) =>
        unread is null
            ? kept != Retention.ForEver
            : !unread.IsNothing
                && (
                    (loss is null && unread.MayBeOlder && kept.Time is not null)
                    || (kept.BytesPerPartition is not null && unread is { BytesPerRecord: null, Produced: not 0 })
                );

    private static TimeSpan? BySize(Unread unread, long? limit)
    {
        if (limit is not { } bytes || unread is not { BytesPerRecord: > 0, Produced: > 0 })
        {
            return null;
        }

        var room = bytes - (unread.Lag * unread.BytesPerRecord.Value);
        return room <= 0 ? TimeSpan.Zero : Seconds(room / (unread.BytesPerRecord.Value * unread.Produced.Value));
    }

    private static Drain.In In(double seconds) => new(Seconds(seconds));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

/// <summary>What waits on one partition.</summary>
/// <param name="BytesPerRecord">On average; null when sizes aren't known.</param>
/// <param name="Produced">Records a second that arrive.</param>
public sealed record Unread(
    long Lag,
    long Committed,
    long? Earliest,
    TimeLag Behind,
    double? BytesPerRecord,
    double? Produced
)
{
    /// <summary>A reader would get nothing of it: it is transaction markers, or all of it is deleted.</summary>
    public bool IsNothing => Lag is 0 || Behind.IsNone || Earliest >= Committed + Lag;

    /// <summary>Its age isn't known, or not all of it.</summary>
    public bool MayBeOlder => Behind.AtLeast || Behind.Value is null;
}
