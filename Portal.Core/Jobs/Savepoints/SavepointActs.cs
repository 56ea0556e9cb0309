using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// What people do with savepoints that are there: pin one, unpin it, have one deleted. No engine takes part: whoever reads the Flink deletes it, once it has looked
/// at what needs it as when a retention is over.
/// </summary>
public sealed class SavepointActs(IDbContextFactory<PortalDb> store, FreshSignIn signIn, TimeProvider clock)
{
    /// <summary>Keeps it whatever its age, until somebody unpins it.</summary>
    public Task<Outcome<long>> Pin(Caller who, SavepointAddress of, string? reason, CancellationToken stop) =>
        Act(
            who,
            of,
            owner => new CallerAction.PinSavepoint(owner),
            (_, savepoint) =>
            {
                var why = (reason ?? "").Trim();
                if (PinReason.Problem(why) is { } problem)
                {
                    return problem;
                }

                if (savepoint.PinnedAt is not null)
                {
                    return Refusal.Conflict(
                        $"Savepoint {savepoint.Id} is pinned already, by {savepoint.PinnedBy}: {savepoint.PinReason}"
                    );
                }

                (savepoint.PinnedAt, savepoint.PinnedBy, savepoint.PinReason) = (
                    clock.GetUtcNow(),
                    who.Actor.Name,
                    why
                );
                if (savepoint.DeletionRequestedBy is not null)
                {
                    (savepoint.DeletionRequestedBy, savepoint.EndsAt) = (null, null);
                }

                return new SavepointAct("pinned", $"was pinned: {why.TrimEnd('.')}");
            },
            stop
        );

    /// <summary>From then on it goes when its retention is over and nothing else needs it.</summary>
    public Task<Outcome<long>> Unpin(Caller who, SavepointAddress of, CancellationToken stop) =>
        Act(
            who,
            of,
            owner => new CallerAction.PinSavepoint(owner),
            (_, savepoint) =>
            {
                if (savepoint is not { PinnedAt: not null, PinReason: { } why })
                {
                    return Refusal.Conflict($"Savepoint {savepoint.Id} isn't pinned.");
                }

                (savepoint.PinnedAt, savepoint.PinnedBy, savepoint.PinReason) = (null, null, null);
                return new SavepointAct("unpinned", $"was unpinned; it was pinned for: {why.TrimEnd('.')}");
            },
            stop
        );

    /// <summary>It is deleted when its Flink is read next, unless something needs it.</summary>
    public Task<Outcome<long>> Delete(Caller who, SavepointAddress of, CancellationToken stop) =>
        Act(
            who,
            of,
            owner => new CallerAction.DeleteSavepoint(owner),
            (pin, savepoint) =>
            {
                if (pin is { YieldsToDeletion: false })
                {
                    return Refusal.Conflict($"Savepoint {savepoint.Id} can't be deleted. {pin.Words}.");
                }

                (savepoint.EndsAt, savepoint.DeletionRequestedBy) = (clock.GetUtcNow(), who.Actor.Name);
                return new SavepointAct("deletion-requested", "is to be deleted, unless something needs it by then");
            },
            stop
        );

    private async Task<Outcome<long>> Act(
        Caller who,
        SavepointAddress of,
        Func<TeamId?, CallerAction> action,
        Func<SavepointPin?, Savepoint, Outcome<SavepointAct>> act,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await LockedSavepoint.Of(db, of, stop) is not var (savepoint, owner, isProduction))
        {
            return Refusal.NotFound($"{of.Job} on {of.Cluster} has no savepoint {of.Id}.");
        }

        var asked = action(owner);
        if (Authority.May(who, asked) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (
            isProduction
            && asked is CallerAction.DeleteSavepoint
            && await signIn.Missing(who, "Deleting a savepoint in production", stop) is { } again
        )
        {
            return again;
        }

        if (KnownSavepoint.ObstacleOf(savepoint) is { } obstacle)
        {
            return Refusal.Conflict($"Savepoint {savepoint.Id} {obstacle}.");
        }

        var now = clock.GetUtcNow();
        var rows = await SavepointRows.Of(db, savepoint.ClusterId, of.Job, now, stop, of.Id);
        var outcome = act(rows.First(r => r.Savepoint.Id == of.Id).Pin, savepoint);
        if (outcome is not Outcome<SavepointAct>.Done(var done))
        {
            return ((Outcome<SavepointAct>.Refused)outcome).Why;
        }

        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = who.Actor,
                Kind = $"savepoint.{done.What}",
                ClusterId = savepoint.ClusterId,
                Subject = of.Job,
                Words = $"Savepoint {savepoint.Id} of {of.Job} {done.Words}.",
            }
        );
        await db.SaveChangesAsync(stop);
        await LockedSavepoint.LookAgain(db, savepoint, now, stop);
        await transaction.CommitAsync(stop);
        return of.Id;
    }
}
