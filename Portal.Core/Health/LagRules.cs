using Portal.Core.Changes.Judging;

namespace Portal.Core.Health;

/// <param name="Poll">How often offsets are read: ten readings are the shortest time a verdict of standing still takes.</param>
/// <param name="Allowed">Messages of lag that count as none.</param>
/// <param name="CommitEvery">How often its owner commits, where that is known: a Flink job commits only when a checkpoint completes.</param>
public sealed record LagLimits(TimeSpan Poll, long Allowed = 0, TimeSpan? CommitEvery = null);

/// <summary>What is known of a position besides its window.</summary>
/// <param name="Answered">Both offsets were read in this cycle.</param>
/// <param name="HasMembers">Null when the coordinator didn't say.</param>
/// <param name="OwnedSince">When its owner was first seen to have it; null: always, or not known.</param>
/// <param name="OnlyMarkersLeft">What is left unread was looked at, and it is transaction markers, or records of aborted transactions: nothing its reader would get.</param>
/// <param name="IsUnreadable">What is left unread may be that as well, and the portal may not look: a stop can't be distinguished from it.</param>
public readonly record struct LagFacts(
    DateTimeOffset Now,
    bool Answered,
    bool? HasMembers,
    bool OnlyMarkersLeft = false,
    DateTimeOffset? OwnedSince = null,
    bool IsUnreadable = false
);

/// <summary>
/// The status of one position, after Burrow's published rules. Different from them: no verdict from a single commit;
/// standing still is judged by how long records have waited, against the rhythm of its owner, so neither a stray reading
/// without lag hides a stop nor does a checkpoint interval look like one, nor a slow member that takes its partitions in
/// turn; a lag that neither grows nor falls while commits go on is not an alarm.
/// </summary>
public static class LagRules
{
    private const int Readings = 10;
    private const int FewestCommits = 2;
    private const int EnoughSlowCommits = 4;
    private static readonly TimeSpan SlowSpan = TimeSpan.FromMinutes(5);

    /// <param name="owner">What its owner does on all its positions, this one too; null: it is judged alone.</param>
    public static LagStatus Judge(LagWindow window, LagFacts facts, LagLimits limits, LagOwner? owner = null)
    {
        if (!facts.Answered || window.At is null || window.IsBeyondEnd)
        {
            return LagStatus.Unknown;
        }

        if (window.Lag <= limits.Allowed || facts.OnlyMarkersLeft)
        {
            return LagStatus.Ok;
        }

        var attention = LagOwner.Attention.Given;
        if (window.WaitingSince is { } since && facts.Now - since >= StallThreshold(window, limits))
        {
            attention = owner?.To(window, facts) ?? LagOwner.Attention.None;
            if (attention is LagOwner.Attention.None or LagOwner.Attention.Elsewhere)
            {
                return facts.IsUnreadable ? LagStatus.Unknown
                    : facts.HasMembers == false ? LagStatus.Stopped
                    : LagStatus.Stalled;
            }
        }

        if (window.RewoundFrom is not null)
        {
            return window.HalfHour is { Grew: true } ? LagStatus.FallingBehind : LagStatus.Rewound;
        }

        if (WasAtTheEnd(window, limits))
        {
            return LagStatus.Ok;
        }

        // One commit of many in a turn says nothing: what is read in turns falls behind when all of it together does.
        if (owner is { Count: > 1 } && (attention == LagOwner.Attention.InTurn || window.IsReadInTurns))
        {
            return owner.OnlyGrew switch
            {
                true => LagStatus.FallingBehind,
                null when attention == LagOwner.Attention.InTurn => LagStatus.NotEnoughData,
                _ => LagStatus.Ok,
            };
        }

        return window.Count < FewestCommits ? LagStatus.NotEnoughData
            : OnlyGrew(window, limits.Poll) || window.HalfHour is { Grew: true } ? LagStatus.FallingBehind
            : LagStatus.Ok;
    }

    /// <summary>How long records may wait before standing still means something: ten readings, or three of the owner's usual waits.</summary>
    public static TimeSpan StallThreshold(LagWindow window, LagLimits limits)
    {
        var shortest = Readings * limits.Poll;
        var usual = window.Count < FewestCommits ? TimeSpan.Zero : Median(window.Commits.Select(c => c.Waited));
        var rhythm = 3 * Max(usual, limits.CommitEvery ?? TimeSpan.Zero);
        return Max(shortest, rhythm);
    }

    private static bool WasAtTheEnd(LagWindow window, LagLimits limits) =>
        window.Commits.Any(c => c.LagAfter <= limits.Allowed)
        || (window.Count == 0 && window.WaitingSince > window.FirstAt);

    // A commit is seen up to one reading late, and its lag counts what came in meanwhile: a smaller fall than that isn't one
    // where the lag grew by much more.
    private static bool OnlyGrew(LagWindow window, TimeSpan poll)
    {
        var commits = window.Commits.ToArray();
        var span = commits[^1].At - commits[0].At;
        var grown = commits[^1].LagAfter - commits[0].LagAfter;
        if (
            grown <= 0
            || (commits.Length < LagWindow.Longest && (commits.Length < EnoughSlowCommits || span < SlowSpan))
        )
        {
            return false;
        }

        var late = (commits[^1].End - commits[0].End) * (poll / span);
        var fall = grown > 2 * late ? late : 0;
        return commits.Zip(commits.Skip(1)).All(pair => pair.Second.LagAfter >= pair.First.LagAfter - fall);
    }

    // Of two alone the shorter one: a single long wait is no rhythm yet.
    private static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted[sorted.Length == 2 ? 0 : sorted.Length / 2];
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
