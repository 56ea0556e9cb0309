namespace Portal.Core.Health;

/// <summary>How one owner goes round its positions, summed up once for all that wait.</summary>
/// <param name="allowed">See <see cref="LagLimits"/>.</param>
internal sealed class OwnedTurns(IReadOnlyList<OwnedPosition> positions, long allowed)
{
    // What is read elsewhere is this much fresher than what waits here: there was time for it.
    private const int MuchFresher = 3;

    // Two, as one of them may be the one that is asked about.
    private readonly OwnedPosition[] _oldest =
    [
        .. positions.Where(p => p.Window.Lag > allowed).OrderByDescending(p => Age(p) ?? TimeSpan.MaxValue).Take(2),
    ];

    private readonly int _inTurns = positions.Count(p => p.Window.IsReadInTurns);

    private readonly DateTimeOffset[] _rounds =
    [
        .. positions.Select(p => p.Window.RoundsSince).OfType<DateTimeOffset>().Order(),
    ];

    /// <summary>When it last came to any of them; null: never.</summary>
    public DateTimeOffset? NewestAt { get; } = LagOwner.Latest(positions, window => window.TurnAt);

    /// <summary>Whatever waits on the others is much fresher than what has waited on this one.</summary>
    public bool KeepsUpBeside(LagWindow window, TimeSpan waited) =>
        Array.TrueForAll(_oldest, p => p.Window == window || Age(p) * MuchFresher <= waited);

    /// <summary>
    /// It came to most of the others so often since a time as is remembered. How long a round takes changes with what waits, so it is
    /// counted in turns: a reader that goes round comes to each of the others once. Null: it came back to none of them yet.
    /// </summary>
    public bool? MostCameRoundBeside(LagWindow window, DateTimeOffset since)
    {
        var others = _inTurns - (window.IsReadInTurns ? 1 : 0);
        return others == 0 ? null : (RoundsAfter(since) - (window.RoundsSince > since ? 1 : 0)) * 2 > others;
    }

    private int RoundsAfter(DateTimeOffset time)
    {
        var (from, to) = (0, _rounds.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _rounds[middle] > time ? (from, middle) : (middle + 1, to);
        }

        return _rounds.Length - from;
    }

    // Null: not known, and then it may be of any age.
    private static TimeSpan? Age(OwnedPosition position) =>
        position.Behind is { AtLeast: false, Value: { } age } ? age : null;
}
