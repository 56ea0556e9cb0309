using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes;

/// <summary>
/// Moves a change, and nothing else does: the row is locked first (two votes at once must not miss each other), the
/// <see cref="Lifecycle"/> is asked, and the new state, what follows from it and one audit event are written in the
/// caller's transaction.
/// </summary>
public sealed class ChangeMover(TimeProvider clock)
{
    private static readonly string[] Running =
    [
        .. Enum.GetValues<ChangeState>().Where(state => state.IsRunning()).Select(StoreTypes.Word),
    ];

    /// <summary>Takes the change's row for this transaction, with its resources; null when there is none.</summary>
    public static async Task<Change?> Lock(PortalDb db, ChangeId id, CancellationToken stop)
    {
        RequireTransaction(db);
        await db.Database.ExecuteSqlAsync($"select from change where id = {id.Value} for no key update", stop);
        return await db.Set<Change>().Include(c => c.Resources).SingleOrDefaultAsync(c => c.Id == id, stop);
    }

    /// <summary>As <see cref="Lock"/>, and null as well for a change whose run a worker holds: that isn't waited for.</summary>
    public static async Task<Change?> LockUnlessRunning(PortalDb db, ChangeId id, CancellationToken stop)
    {
        RequireTransaction(db);
        // Not by the state as it is read without the lock: a worker may take its run in this moment.
        var locked = await db
            .Database.SqlQuery<long>(
                $"select id as \"Value\" from change where id = {id.Value} and state <> all ({Running}) for no key update"
            )
            .ToListAsync(stop);
        return locked.Count == 0
            ? null
            : await db.Set<Change>().Include(c => c.Resources).SingleAsync(c => c.Id == id, stop);
    }

    /// <param name="change">Locked by <see cref="Lock"/> in this transaction.</param>
    /// <param name="statusMessage">Why, in words for a person; shown on the change until it moves again.</param>
    /// <param name="kind">The audit event's kind: change.submitted, vote.cast, …</param>
    /// <param name="data">What the audit keeps beside the words, as JSON.</param>
    public async Task<Move> Move(
        PortalDb db,
        Change change,
        ChangeEvent happened,
        Actor actor,
        string kind,
        string statusMessage,
        CancellationToken stop,
        string? data = null
    )
    {
        RequireTransaction(db);
        var before = change.State;
        var move = Lifecycle.Next(before, happened);
        if (move is not Changes.Move.Moves(var next))
        {
            return move;
        }

        var now = clock.GetUtcNow();
        change.State = next;
        change.StatusMessage = statusMessage;
        change.UpdatedAt = now;
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = actor,
                Kind = kind,
                ChangeId = change.Id,
                Subject = change.Title,
                Words = statusMessage,
                Data = data,
            }
        );
        await db.SaveChangesAsync(stop);
        await Consequences.Of(db, change, before, now, stop);
        return move;
    }

    private static void RequireTransaction(PortalDb db)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A change is locked and moved within one transaction.");
        }
    }
}
