using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Planning;

/// <summary>Writes what planning came to, and moves its change by that, in the planner's transaction.</summary>
public sealed class PlanLanding(PlanRecords records, UnchangedRecords unchanged, ChangeMover mover)
{
    /// <param name="change">Locked. One that isn't to be planned any more stays as it is.</param>
    /// <param name="found">What was recorded of its resources before the plan was computed.</param>
    /// <returns>False when there is nothing to do by what was found, and something else is recorded by now; the caller's transaction must then be undone.</returns>
    public async Task<bool> Write(
        PortalDb db,
        Change change,
        PlanProposal proposal,
        RecordedSpecs found,
        CancellationToken stop
    )
    {
        if (change.State != ChangeState.Planning)
        {
            return true;
        }

        switch (proposal)
        {
            case PlanProposal.Ready ready:
                var (verdict, words, record) = await records.Write(db, change, ready, stop);
                const string Computed = "Plan computed; running checks.";
                await Move(db, change, new ChangeEvent.Planned(), "plan.computed", Computed, stop);
                await Move(db, change, verdict, "plan.checked", words, stop, record.ToJson());
                break;
            // A plan with steps is compared with the cluster again before they are applied. This one ends here.
            case PlanProposal.NothingToDo(var live, var leftOut):
                if (await unchanged.Write(db, change, live, found, stop) is not { } nothing)
                {
                    return false;
                }

                // Only an update leaves something out, and no change holds one beside an adoption.
                nothing = leftOut is null ? nothing : $"Nothing changes on the cluster. {leftOut}";
                await Move(db, change, new ChangeEvent.PlanFoundNothingToDo(), "plan.nothing_to_do", nothing, stop);
                break;
            case PlanProposal.Overtaken(var why):
                await Move(db, change, new ChangeEvent.Cancelled(), "change.cancelled", why, stop);
                break;
            case PlanProposal.Impossible(var wrong, _):
                // Two moves of one refusal: why is said by the one that stays on the change.
                const string No = "No plan is possible for this request.";
                await Move(db, change, new ChangeEvent.Planned(), "plan.refused", No, stop);
                await Move(db, change, new ChangeEvent.Checked(true, false), "plan.checked", wrong, stop);
                break;
        }

        return true;
    }

    private Task<Move> Move(
        PortalDb db,
        Change change,
        ChangeEvent happened,
        string kind,
        string words,
        CancellationToken stop,
        string? data = null
    ) => mover.Move(db, change, happened, Actor.Planner, kind, words, stop, data);
}
