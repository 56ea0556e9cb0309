namespace Portal.Core.Health;

/// <summary>A position as the newest cycle reads it, and how old its oldest unread record is.</summary>
public readonly record struct OwnedPosition(LagWindow Window, TimeLag Behind);

/// <summary>
/// All positions that one reader commits on: those assigned to a member, or the whole group's where it isn't known who
/// has which. A slow member takes its partitions in turn and leaves each of them alone for minutes, which is its rhythm;
/// whether it reads a partition at all is told by what it does on the others.
/// </summary>
/// <param name="groupMovedAt">When any offset of the whole group was last seen to move.</param>
/// <param name="onlyGrew">See <see cref="LagGrowth.OnlyGrew"/>.</param>
public sealed class LagOwner(
    IReadOnlyList<OwnedPosition> positions,
    LagLimits limits,
    DateTimeOffset? groupMovedAt = null,
    bool? onlyGrew = null
)
{
    // A quarter of an hour at the usual interval: how long a first turn may take whose end was never seen, and how long a
    // partition may wait while it is given to one owner after another.
    private const int ReadingsOfATurn = 90;

    // Asked for each that waits, of which there may be thousands.
    private OwnedTurns? _turns;

    /// <summary>What an owner does about a partition on which nothing was committed for too long.</summary>
    public enum Attention
    {
        /// <summary>It isn't overdue.</summary>
        Given,

        /// <summary>The owner is busy on its other partitions, which are behind as well, and has left this one for no longer than it does.</summary>
        InTurn,

        /// <summary>The owner commits on others and leaves this one out.</summary>
        Elsewhere,

        /// <summary>The owner commits nowhere.</summary>
        None,
    }

    public int Count => positions.Count;

    public bool? OnlyGrew => onlyGrew;

    /// <summary>When any of its offsets was last seen to move; null: never.</summary>
    public DateTimeOffset? MovedAt { get; } = Latest(positions, window => window.MovedAt);

    /// <summary>What it does about one of its own that has waited for longer than <see cref="LagRules.StallThreshold"/>.</summary>
    public Attention To(LagWindow window, LagFacts facts)
    {
        var threshold = LagRules.StallThreshold(window, limits);
        var since = window.WaitingSince ?? facts.Now;
        if (
            facts.OwnedSince > since
            && facts.Now - groupMovedAt < threshold
            && facts.Now - since < ReadingsOfATurn * limits.Poll
        )
        {
            // Given to it while the others read on: a rebalance, and its time begins there.
            since = facts.OwnedSince.Value;
            if (facts.Now - since < threshold)
            {
                return Attention.InTurn;
            }
        }

        if (MovedAt is not { } moved || facts.Now - moved >= threshold)
        {
            return Attention.None;
        }

        var waited = facts.Now - since;
        _turns ??= new OwnedTurns(positions, limits.Allowed);
        return _turns.KeepsUpBeside(window, waited) || IsLongerThanUsual(_turns, window, since, facts.Now)
            ? Attention.Elsewhere
            : Attention.InTurn;
    }

    private bool IsLongerThanUsual(OwnedTurns turns, LagWindow window, DateTimeOffset since, DateTimeOffset now)
    {
        if (turns.MostCameRoundBeside(window, since) is { } came)
        {
            return came;
        }

        // It has come back to none of them yet: as long as it goes on to others, it may be at its first round.
        var begun = turns.NewestAt is { } at && at > since ? at : since;
        return now - begun >= ReadingsOfATurn * limits.Poll;
    }

    internal static DateTimeOffset? Latest(IReadOnlyList<OwnedPosition> positions, Func<LagWindow, DateTimeOffset?> of)
    {
        DateTimeOffset? latest = null;
        foreach (var (window, _) in positions)
        {
            latest = of(window) is { } at && !(at <= latest) ? at : latest;
        }

        return latest;
    }
}
