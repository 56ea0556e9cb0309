using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar;

/// <summary>The change by which the clock ends something that was agreed to with its end, while it is under way.</summary>
public sealed class AgreedEnd(ChangeMover mover)
{
    /// <summary>Has one that is there carried on.</summary>
    /// <param name="owner">Whose it is by now: one for a team that has lost it is left to expire. Null: for whichever team, because it follows the owner of something else.</param>
    /// <returns>The state that it was in. Null: there is none. One that a person requested waits for approval, and isn't waited for.</returns>
    public async Task<ChangeState?> GoesOn(PortalDb db, ResourceRef on, TeamId? owner, CancellationToken stop)
    {
        var open = await db.Set<Change>()
            .Where(c => c.Actor.Name == Actor.Clock.Name && !ChangeStates.Ended.Contains(c.State))
            .Where(c =>
                c.Resources.Any(r =>
                    r.Kind == on.Kind
                    && r.ClusterId == on.Cluster
                    && r.Name == on.Name
                    && (owner == null || r.OwnerTeamId == owner)
                )
            )
            .Select(c => c.Id)
            .Take(1)
            .ToListAsync(stop);
        if (open is not [var id])
        {
            return null;
        }

        if (await ChangeMover.Lock(db, id, stop) is not { State: var found } change)
        {
            return null;
        }

        // A cluster that didn't answer while it was planned, or another one in its place, may be as it should be now.
        if (found is ChangeState.PlanFailed or ChangeState.PendingApproval or ChangeState.ChangesRequested)
        {
            await mover.Move(
                db,
                change,
                found == ChangeState.ChangesRequested ? new ChangeEvent.Submitted() : new ChangeEvent.PlanAskedAgain(),
                Actor.Clock,
                "plan.requested",
                "The plan is being computed again.",
                stop
            );
        }

        return found;
    }
}
