namespace Portal.Core.Health;

/// <summary>A commit that was seen: from where to where, what it left unread, how long records had waited for it.</summary>
public readonly record struct SeenCommit(DateTimeOffset At, long From, long Offset, long LagAfter, TimeSpan Waited)
{
    // Each position that moves has ten: a time with its offset from UTC would take eight bytes more.
    private readonly long _at = At.UtcTicks;

    public DateTimeOffset At
    {
        get => new(_at, TimeSpan.Zero);
        init => _at = value.UtcTicks;
    }

    /// <summary>The partition's end in the reading that saw it.</summary>
    public long End => Offset + LagAfter;
}

/// <summary>What is remembered of one group on one partition since its offset first moved: its last commits, when its reader came to it, its course of lag.</summary>
internal sealed class SeenCommits
{
    private SlimNumber[] _turns = [];
    private SeenCommit[] _commits = [];
    private SlimNumber _rewoundFrom = SlimNumber.None;
    private int _next;

    /// <summary>How many of them are remembered.</summary>
    public int Turns => _turns.Length;

    /// <inheritdoc cref="LagWindow.TurnAt"/>
    public DateTimeOffset? TurnAt => _turns.Length == 0 ? null : _turns[0].Moment;

    /// <inheritdoc cref="LagWindow.HalfHour"/>
    public LagHalfHour? HalfHour { get; private set; }

    /// <inheritdoc cref="LagWindow.RewoundFrom"/>
    public long? RewoundFrom
    {
        get => _rewoundFrom.Value;
        private set => _rewoundFrom = SlimNumber.Of(value);
    }

    /// <summary>At most <see cref="LagWindow.Longest"/>, oldest first.</summary>
    public IEnumerable<SeenCommit> All =>
        Count < LagWindow.Longest ? _commits : _commits.Skip(_next).Concat(_commits.Take(_next));

    public int Count => _commits.Length;

    /// <inheritdoc cref="LagWindow.RoundsSince"/>
    public DateTimeOffset? RoundsSince => Turns < LagWindow.MostTurns ? null : _turns[^1].Moment;

    /// <inheritdoc cref="LagWindow.Before"/>
    public SeenCommit Before(int steps) => _commits[(_next - 1 - steps + (2 * Count)) % Count];

    /// <param name="isTurn">Its reader had left it alone; the first time it is seen at it is one in any case.</param>
    public void Add(SeenCommit commit, bool isTurn)
    {
        Remember(commit);
        NoteRewind(commit);
        HalfHour = LagHalfHour.After(HalfHour, commit.At, commit.LagAfter, commit.End);
        if (isTurn || Turns == 0)
        {
            _turns = [SlimNumber.Of(commit.At), .. _turns.Take(LagWindow.MostTurns - 1)];
        }
    }

    /// <summary>The clock was set back by so much: what was seen before stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        _turns = [.. _turns.Select(turn => SlimNumber.Of(turn.Moment - by))];
        _commits = [.. _commits.Select(commit => commit with { At = commit.At - by })];
        HalfHour?.SetBack(by);
    }

    // It is over as well where the log ends before that place, which was cut short or made anew, and where nothing is left unread.
    private void NoteRewind(SeenCommit commit)
    {
        if (commit.Offset < commit.From && !(RewoundFrom >= commit.From))
        {
            RewoundFrom = commit.From;
        }

        if (commit.Offset >= RewoundFrom || RewoundFrom > commit.End || commit.LagAfter == 0)
        {
            RewoundFrom = null;
        }
    }

    private void Remember(SeenCommit commit)
    {
        if (Count < LagWindow.Longest)
        {
            _commits = [.. _commits, commit];
            return;
        }

        _commits[_next] = commit;
        _next = (_next + 1) % LagWindow.Longest;
    }
}
