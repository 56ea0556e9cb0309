using static Portal.Core.Changes.ChangeState;

namespace Portal.Core.Changes;

/// <summary>Where a change goes, or why it stays.</summary>
public abstract record Move
{
    private Move() { }

    public sealed record Moves(ChangeState Next) : Move;

    public sealed record Refusal(string Words) : Move;

    public static Move To(ChangeState next) => new Moves(next);

    public static Move Refused(string words) => new Refusal(words);
}

/// <summary>
/// The only way a change's state moves; a test walks every pair. The order of a change's life is in the design:
/// Draft → Planning → Checking → PendingApproval → Approved → Applying → Verifying → Applied, and what lies off that path.
/// </summary>
public static class Lifecycle
{
    public static Move Next(ChangeState state, ChangeEvent happened) =>
        (state, happened) switch
        {
            (Draft or ChangesRequested, ChangeEvent.Submitted) => Move.To(Planning),

            (Planning, ChangeEvent.Planned) => Move.To(Checking),
            (Planning, ChangeEvent.PlanFoundNothingToDo) => Move.To(Applied),
            (Planning, ChangeEvent.PlanningGaveUp) => Move.To(PlanFailed),
            (PlanFailed or Stale or PendingApproval or Approved, ChangeEvent.PlanAskedAgain) => Move.To(Planning),

            (Checking, ChangeEvent.Checked { Blocked: true }) => Move.To(ChangesRequested),
            (Checking, ChangeEvent.Checked { NeedsNobody: true }) => Move.To(Approved),
            (Checking, ChangeEvent.Checked) => Move.To(PendingApproval),

            (PendingApproval, ChangeEvent.Approved { Complete: true }) => Move.To(Approved),
            (PendingApproval, ChangeEvent.Approved) => Move.To(PendingApproval),
            (PendingApproval or Approved, ChangeEvent.VoteWithdrawn) => Move.To(PendingApproval),
            (PendingApproval, ChangeEvent.Rejected) => Move.To(Rejected),
            (PendingApproval, ChangeEvent.SentBack) => Move.To(ChangesRequested),
            (Stale, ChangeEvent.Approved) => Move.Refused(
                "The cluster moved since this plan was computed. A new plan is being computed; vote on that one."
            ),

            (Approved, ChangeEvent.FreezeBegan) => Move.To(Held),
            (Held, ChangeEvent.FreezeEnded) => Move.To(Approved),
            (Approved or Applying or PendingApproval or Held, ChangeEvent.ClusterMoved) => Move.To(Stale),

            (Approved, ChangeEvent.Claimed) => Move.To(Applying),
            (Applying, ChangeEvent.StepsDone) => Move.To(Verifying),
            (Verifying, ChangeEvent.VerifiedWhole) => Move.To(Applied),
            (Applying or Verifying, ChangeEvent.UndoBegan) => Move.To(RollingBack),
            (RollingBack, ChangeEvent.RolledBack) => Move.To(RolledBack),
            (Applying or Verifying or RollingBack, ChangeEvent.GotStuck) => Move.To(Stuck),
            (Stuck, ChangeEvent.Retried { Undoing: true }) => Move.To(RollingBack),
            (Stuck, ChangeEvent.Retried) => Move.To(Applying),
            (Stuck, ChangeEvent.Settled) => Move.To(ChangeState.Settled),

            (_, ChangeEvent.Cancelled or ChangeEvent.Expired) when state.IsRunning() => Move.Refused(
                $"A worker has begun this change: it is {state.InWords()}. Abort it instead."
            ),
            (_, ChangeEvent.Cancelled) when !state.IsEnd() => Move.To(Cancelled),
            (_, ChangeEvent.Expired) when !state.IsEnd() => Move.To(Expired),

            _ => Move.Refused($"A change that is {state.InWords()} can't be {happened.InWords()}."),
        };
}
