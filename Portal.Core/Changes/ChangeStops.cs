using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>Stopping a change before a worker has begun it: cancelled for good, or planned again.</summary>
public sealed class ChangeStops(IDbContextFactory<PortalDb> store, ChangeMover mover)
{
    public Task<Outcome<ChangeState>> Cancel(Caller who, ChangeId id, CancellationToken stop) =>
        Happen(who, id, new ChangeEvent.Cancelled(), "change.cancelled", $"Cancelled by {who.DisplayName}.", stop);

    public Task<Outcome<ChangeState>> PlanAgain(Caller who, ChangeId id, CancellationToken stop) =>
        Happen(
            who,
            id,
            new ChangeEvent.PlanAskedAgain(),
            "plan.requested",
            $"{who.DisplayName} requested a new plan.",
            stop
        );

    private async Task<Outcome<ChangeState>> Happen(
        Caller who,
        ChangeId id,
        ChangeEvent happened,
        string kind,
        string words,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await ChangeMover.Lock(db, id, stop) is not { } change)
        {
            return Refusal.NotFound($"There is no change {id}.");
        }

        var permission = Authority.May(who, new CallerAction.StopChange(change.Owned, change.Actor.Name));
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        if (await mover.Move(db, change, happened, who.Actor, kind, words, stop) is Move.Refusal(var why))
        {
            return Refusal.Conflict(why);
        }

        await transaction.CommitAsync(stop);
        return change.State;
    }
}
