namespace Portal.Core.Changes;

/// <summary>Everything that can happen to a change.</summary>
public abstract record ChangeEvent
{
    private ChangeEvent() { }

    public sealed record Submitted : ChangeEvent;

    public sealed record Planned : ChangeEvent;

    public sealed record PlanFoundNothingToDo : ChangeEvent;

    public sealed record PlanningGaveUp : ChangeEvent;

    public sealed record PlanAskedAgain : ChangeEvent;

    /// <summary>The checks came back. Blocked: one of them can't be overridden. NeedsNobody: no approval step is left to wait for.</summary>
    public sealed record Checked(bool Blocked, bool NeedsNobody) : ChangeEvent;

    /// <summary>A vote for. Complete: every step has its quorum now.</summary>
    public sealed record Approved(bool Complete) : ChangeEvent;

    public sealed record VoteWithdrawn : ChangeEvent;

    public sealed record Rejected : ChangeEvent;

    public sealed record SentBack : ChangeEvent;

    public sealed record Cancelled : ChangeEvent;

    public sealed record Expired : ChangeEvent;

    public sealed record FreezeBegan : ChangeEvent;

    public sealed record FreezeEnded : ChangeEvent;

    /// <summary>The base differs from what was planned on, or the evidence lifted the risk into a higher band.</summary>
    public sealed record ClusterMoved : ChangeEvent;

    public sealed record Claimed : ChangeEvent;

    public sealed record StepsDone : ChangeEvent;

    public sealed record VerifiedWhole : ChangeEvent;

    /// <summary>A step failed for good, verify failed, or a person aborted; nothing forward-only has run.</summary>
    public sealed record UndoBegan : ChangeEvent;

    public sealed record RolledBack : ChangeEvent;

    public sealed record GotStuck : ChangeEvent;

    /// <summary>A person chose to try a stuck run again, forwards or (when it got stuck undoing) backwards.</summary>
    public sealed record Retried(bool Undoing) : ChangeEvent;

    public sealed record Settled : ChangeEvent;

    public string InWords() =>
        this switch
        {
            Submitted => "submitted",
            Planned or PlanFoundNothingToDo or PlanningGaveUp or PlanAskedAgain => "planned",
            Checked => "checked",
            Approved => "approved",
            VoteWithdrawn => "taken back to approval",
            Rejected => "rejected",
            SentBack => "sent back",
            Cancelled => "cancelled",
            Expired => "expired",
            FreezeBegan or FreezeEnded => "held",
            ClusterMoved => "marked stale",
            Claimed => "started",
            StepsDone or VerifiedWhole => "finished",
            UndoBegan => "rolled back",
            RolledBack => "rolled back",
            GotStuck => "stopped for a person",
            Retried => "tried again",
            Settled => "settled",
            _ => throw new InvalidOperationException(GetType().Name),
        };
}
