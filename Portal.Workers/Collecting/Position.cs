using Portal.Core.Changes.Judging;
using Portal.Core.Health;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>A group's place on one partition.</summary>
/// <remarks>The collector holds tens of thousands for as long as it runs: it takes 72 bytes.</remarks>
internal sealed partial class Position
{
    private SlimNumber _committed = SlimNumber.None;
    private SlimNumber _committedAt = SlimNumber.None;
    private SlimNumber _answeredAt = SlimNumber.None;
    private SlimNumber _behind = SlimNumber.None;
    private byte _status = (byte)LagStatus.Unknown;
    private bool _behindAtLeast;

    public LagWindow Window { get; } = new();

    public long? Committed
    {
        get => _committed.Value;
        private set => _committed = SlimNumber.Of(value);
    }

    /// <summary>When its commit was last told.</summary>
    public DateTimeOffset? CommittedAt
    {
        get => _committedAt.Moment;
        private set => _committedAt = SlimNumber.Of(value);
    }

    /// <summary>When commit and end were last both known in one cycle.</summary>
    public DateTimeOffset? AnsweredAt
    {
        get => _answeredAt.Moment;
        private set => _answeredAt = SlimNumber.Of(value);
    }

    public LagStatus Status
    {
        get => (LagStatus)_status;
        private set => _status = (byte)value;
    }

    public TimeLag Behind
    {
        get => new(_behind.Duration, _behindAtLeast);
        private set => (_behind, _behindAtLeast) = (SlimNumber.Of(value.Value), value.AtLeast);
    }

    public void Read(DateTimeOffset at, long committed) => (Committed, CommittedAt) = (committed, at);

    public void Recall(long? committed, DateTimeOffset? answeredAt, LagStatus status, TimeLag behind)
    {
        (Committed, CommittedAt, AnsweredAt, Status, Behind) = (committed, answeredAt, answeredAt, status, behind);
        if (behind.IsNone && Window is { At: { } at, Lag: > 0 } && at == answeredAt)
        {
            Take(new Found(Window.Committed, Window.End, new Peek(null, OnlyMarkers: true), IsRecalled: true));
        }

        // What was answered and has a lag is unknown for this reason alone.
        IsLookRefused = status == LagStatus.Unknown && Window is { At: { } readAt, Lag: > 0 } && readAt == answeredAt;
    }

    /// <summary>The clock was set back by so much: what is known of it stays as old as it was.</summary>
    public void SetBack(TimeSpan by)
    {
        (CommittedAt, AnsweredAt) = (CommittedAt - by, AnsweredAt - by);
        Window.SetBack(by);
    }

    /// <summary>Takes in what the newest cycle told of it, before anything is judged.</summary>
    public void Observe(DateTimeOffset now, TrackedPartition partition)
    {
        var answered = IsAnswered(now, partition);
        if (answered)
        {
            Window.Observe(now, Committed!.Value, partition.End!.Value);
            AnsweredAt = now;
        }

        if (
            Looked is { } looked
            && (looked.Committed != Committed || (looked.What.IsNothingCommitted && looked.End != partition.End))
        )
        {
            Looked = null;
        }

        Behind = answered ? Age(now, partition) : Behind;
    }

    public void Judge(
        DateTimeOffset now,
        TrackedPartition partition,
        bool? hasMembers,
        DateTimeOffset? ownedSince,
        LagLimits limits,
        LagOwner? owner
    )
    {
        var isRead = IsNothingLeft(hasMembers);
        if (isRead)
        {
            Window.NoteMarkers(Looked!.End);
        }
        else if (Looked is { What.OnlyAborted: true })
        {
            Window.TakeBackMarkers(now);
        }

        var isUnreadable = IsUnreadable(partition);
        var facts = new LagFacts(now, IsAnswered(now, partition), hasMembers, isRead, ownedSince, isUnreadable);
        Status = LagRules.Judge(Window, facts, limits, owner);
        // Markers have no age.
        Behind = isUnreadable && Status == LagStatus.Unknown ? TimeLag.Unknown : Behind;
    }

    private bool IsAnswered(DateTimeOffset now, TrackedPartition partition) => partition.Answered && CommittedAt == now;

    private TimeLag Age(DateTimeOffset now, TrackedPartition partition)
    {
        if (Looked?.What is { OnlyMarkers: true })
        {
            return TimeLag.None;
        }

        // The oldest that is still there. Where all that is unread is deleted it keeps the age of its commit: a lag without age is markers, which nobody lost.
        var from =
            partition.First is { } first && first > Window.ReadTo && first < partition.End ? first : Window.ReadTo;
        var told = partition.Ends?.Behind(from, now) ?? TimeLag.Unknown;
        var isThere = !(partition.First > Window.Committed);
        return told.AtLeast && isThere && Looked?.What.WrittenAt is { } written && written <= now
            ? TimeLag.Of(now - written)
            : told;
    }
}
