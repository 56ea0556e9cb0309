namespace Portal.Core.Health;

/// <summary>
/// Whether and when a group has read what is unread. Its slowest partition decides when: what is read elsewhere doesn't help that one. Whether it
/// ever does is no matter of one partition's last minute: that counts whole fetches, which members take in turns. Pure.
/// </summary>
public static class CatchUp
{
    /// <summary>Who needs longer for what is unread, or is further behind, doesn't keep up.</summary>
    internal static readonly TimeSpan Slow = TimeSpan.FromMinutes(5);

    // So much unread is what is on its way, and so is what came in over the minute of which the rates are: they say nothing about it.
    private const long OnItsWay = 100;

    /// <param name="lacks">There is more than these, of which nothing is known.</param>
    internal static Drain Of(IReadOnlyCollection<GroupPartition> parts, bool lacks, double? consumed, double? produced)
    {
        if (parts.Any(NeverDrains))
        {
            return new Drain.Never();
        }

        var together = Pace.TimeToDrain(Amount.Sum(parts.Select(p => p.Unread)), consumed, produced);
        if (together is not Drain.In(var time))
        {
            return lacks && together is Drain.Done ? new Drain.Unknown() : together;
        }

        foreach (var part in FarBehind(parts))
        {
            var alone = Pace.TimeToDrain(part.Unread, part.ConsumedPerSecond, part.ProducedPerSecond);
            if (alone is Drain.In(var longer) && longer > time)
            {
                time = longer;
            }
        }

        return new Drain.In(time);
    }

    /// <summary>
    /// A minute's rates differ by a little though it keeps up: by a tenth less than what arrives is not keeping up, nor is
    /// anything less while the oldest unread record is old. False where the rates aren't known.
    /// </summary>
    public static bool ReadsWhatArrives(GroupSnapshot group) =>
        ReadsWhatArrives(group.Behind, group.ConsumedPerSecond, group.ProducedPerSecond);

    /// <summary>
    /// A reset, of one partition maybe, hides nothing: it also falls behind on others, or reads less than arrives. In the minute after it the rate of what
    /// was reset is none, and so the group's too low: the other partitions are judged then, once one of them was reset before. So partitions that are reset
    /// one after another don't put it off.
    /// </summary>
    public static bool FallsBehind(GroupSnapshot group) =>
        group.Status == LagStatus.FallingBehind
        || (
            group.Status == LagStatus.Rewound
            && (
                group.Partitions.Any(p => p.Status == LagStatus.FallingBehind)
                || group.Only(HasRateSinceReset) is { Status: LagStatus.Rewound, Drain: Drain.Never }
            )
        );

    /// <summary>Partitions that it is far behind on and of which it read less in the last minute than arrived, whatever it read of the others.</summary>
    internal static IReadOnlyList<GroupPartition> Laggards(GroupSnapshot group) =>
        FarBehind(group.Partitions).FindAll(p => !ReadsWhatArrives(p.Behind, p.ConsumedPerSecond, p.ProducedPerSecond));

    private static bool ReadsWhatArrives(TimeLag behind, double? consumed, double? produced) =>
        consumed >= (behind.Value >= Slow ? 1 : 0.9) * produced;

    private static bool HasRateSinceReset(GroupPartition part) =>
        part is not { Status: LagStatus.Rewound, ConsumedPerSecond: null or 0 };

    private static bool NeverDrains(GroupPartition part) =>
        part.Status is LagStatus.FallingBehind or LagStatus.Stalled or LagStatus.Stopped && part.Unread.Value > 0;

    // None where one of them had no commit within the minute: they are read in turns, and the rate of each alone says nothing.
    private static List<GroupPartition> FarBehind(IReadOnlyCollection<GroupPartition> parts)
    {
        var far = parts
            .Where(p => p.Unread.Value > Math.Max(OnItsWay, Pace.Over.TotalSeconds * (p.ProducedPerSecond ?? 0)))
            .ToList();
        return far.Exists(p => p.ConsumedPerSecond is null or 0) ? [] : far;
    }
}
