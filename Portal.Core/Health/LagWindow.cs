namespace Portal.Core.Health;

/// <summary>
/// What is remembered of one group on one partition: its last ten commits and how long the present offset has stood
/// while records waited. Polling sees offsets, not commits: a commit is an offset that moved between two readings.
/// Rebuilt after a restart by observing the stored readings again.
/// </summary>
/// <remarks>The collector holds tens of thousands for as long as it runs: it takes 88 bytes while its offset stands.</remarks>
public sealed class LagWindow
{
    public const int Longest = 10;

    /// <summary>How many turns are remembered.</summary>
    public const int MostTurns = 3;

    // Standing for so many readings while records wait is more than what lies between two commits of one who reads on.
    private const int ReadingsBetweenTurns = 3;

    private SlimNumber _firstAt = SlimNumber.None;
    private SlimNumber _at = SlimNumber.None;
    private SlimNumber _movedAt = SlimNumber.None;
    private SlimNumber _waitingSince = SlimNumber.None;

    // Null until the first: most groups of a large cluster stand still.
    private SeenCommits? _commits;
    private int _stood;

    /// <summary>When it was first read.</summary>
    public DateTimeOffset FirstAt
    {
        get => _firstAt.Moment.GetValueOrDefault();
        private set => _firstAt = SlimNumber.Of(value);
    }

    /// <summary>When both offsets were last read; null: never yet.</summary>
    public DateTimeOffset? At
    {
        get => _at.Moment;
        private set => _at = SlimNumber.Of(value);
    }

    public long Committed { get; private set; }
    public long End { get; private set; }

    /// <summary>When its offset was last seen to move; null: not since it is watched.</summary>
    public DateTimeOffset? MovedAt
    {
        get => _movedAt.Moment;
        private set => _movedAt = SlimNumber.Of(value);
    }

    /// <summary>Up to where there is nothing for its reader: its offset, or the end of the transaction markers that follow it.</summary>
    public long ReadTo { get; private set; }

    /// <summary>
    /// Since when records wait behind the present offset; null: none do. A single reading without lag in between
    /// doesn't end it: while the offset stands still the end can't have come back, so that reading was astray.
    /// </summary>
    public DateTimeOffset? WaitingSince
    {
        get => _waitingSince.Moment;
        private set => _waitingSince = SlimNumber.Of(value);
    }

    /// <summary>
    /// Its commit stood still and lies beyond the end: the log was cut short or made anew, so what is unread isn't known. A
    /// commit that just moved may be read after its end was, and says nothing.
    /// </summary>
    public bool IsBeyondEnd { get; private set; }

    /// <summary>Its reader left it alone while records waited, and came back.</summary>
    public bool IsReadInTurns => _commits is { Turns: > 1 };

    /// <summary>When its reader last came to it after having left it alone, or was first seen at it; null: it was never seen.</summary>
    public DateTimeOffset? TurnAt => _commits?.TurnAt;

    /// <summary>When the first of the last <see cref="MostTurns"/> times was that its reader came to it; null: it came less often.</summary>
    public DateTimeOffset? RoundsSince => _commits?.RoundsSince;

    /// <summary>How its lag went over half an hour; null: it has next to none.</summary>
    public LagHalfHour? HalfHour => _commits?.HalfHour;

    /// <summary>From where its offset went backwards, the furthest where it did several times; null: it didn't, or has come back there.</summary>
    public long? RewoundFrom => _commits?.RewoundFrom;

    public long Lag => Math.Max(0, End - Committed);

    /// <summary>At most ten, oldest first.</summary>
    public IEnumerable<SeenCommit> Commits => _commits?.All ?? [];

    public int Count => _commits?.Count ?? 0;

    /// <summary>The commit so many before the newest, which is 0; fewer than <see cref="Count"/>.</summary>
    public SeenCommit Before(int steps) =>
        _commits?.Before(steps) ?? throw new ArgumentOutOfRangeException(nameof(steps), steps, null);

    /// <param name="isThin">
    /// The reading before lies minutes back, and a commit in between may have come at any time: records waited for it until then at least.
    /// </param>
    public void Observe(DateTimeOffset at, long committed, long end, bool isThin = false)
    {
        IsBeyondEnd = At is not null && committed == Committed && committed > end;
        if (At is null)
        {
            (FirstAt, Committed, End, ReadTo) = (at, committed, end, committed);
            WaitingSince = Lag > 0 ? at : null;
        }
        else if (committed != Committed)
        {
            var waited = WaitingSince is { } since ? (isThin ? At.Value : at) - since : TimeSpan.Zero;
            var from = Committed;
            (Committed, End, ReadTo, MovedAt) = (committed, end, committed, at);
            _commits ??= new SeenCommits();
            _commits.Add(new SeenCommit(at, from, committed, Lag, waited), isTurn: _stood >= ReadingsBetweenTurns);
            _stood = 0;
            WaitingSince = Lag > 0 ? at : null;
        }
        else
        {
            End = end;
            WaitingSince ??= End > ReadTo ? at : null;
            _stood += WaitingSince is null ? 0 : 1;
        }

        At = at;
    }

    /// <summary>What follows its offset was looked at, and up to an end it is transaction markers: nothing waits before that end is passed.</summary>
    public void NoteMarkers(long to) => (ReadTo, WaitingSince) = (Math.Max(ReadTo, to), null);

    /// <summary>What was noted so counts as unread after all, and waits from now on where it didn't yet.</summary>
    public void TakeBackMarkers(DateTimeOffset at) => (ReadTo, WaitingSince) = (Committed, WaitingSince ?? at);

    /// <summary>
    /// Takes over when it last moved from the store, which reaches further back than the readings replayed, and is nearer
    /// to it than those that lie minutes apart.
    /// </summary>
    public void Recall(DateTimeOffset movedAt) => MovedAt = MovedAt < movedAt ? MovedAt : movedAt;

    /// <summary>The clock was set back by so much: what was seen before stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        FirstAt = At is null ? FirstAt : FirstAt - by;
        (At, MovedAt, WaitingSince) = (At - by, MovedAt - by, WaitingSince - by);
        _commits?.SetBack(by);
    }
}
