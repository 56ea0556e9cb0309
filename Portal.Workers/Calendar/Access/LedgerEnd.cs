using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.Access;

namespace Portal.Workers.Calendar.Access;

/// <summary>
/// Removes a grant whose time is over where no change can: a run has it in hand and is stuck or waits, or the change that made it left it behind
/// unrecorded. Only what the ledger has as this grant's and as nobody else's is removed, under the ledger's lock, and written down once it was seen to be
/// gone: done twice is done once. The run finds it ended, and neither makes it again nor takes it away once more.
/// </summary>
public sealed partial class LedgerEnd(
    AccessSight sight,
    AccessLedger ledger,
    GrantOverdue overdue,
    DeletedAccounts deleted,
    TimelyActs acts,
    TimeProvider clock,
    ILogger<LedgerEnd> logger
) : IKindService
{
    /// <summary>Ends it if it is over and no change can. The caller holds no lock on its row: the ledger's comes first.</summary>
    public async Task End(PortalDb db, long id, CancellationToken stop)
    {
        var grant = await db.Set<AccessGrant>()
            .AsNoTracking()
            .SingleOrDefaultAsync(g => g.Id == id && g.EndedAt == null, stop);
        if (
            grant is null
            || !await db.Set<Cluster>().AnyAsync(c => c.Id == grant.ClusterId && c.DeregisteredAt == null, stop)
        )
        {
            return;
        }

        var holder = await GrantHolders.Of(db, grant, stop);
        if (holder is null ? await GrantHolders.IsManaged(db, grant, stop) : GoesOn(holder, grant))
        {
            return;
        }

        var reason = await acts.Try<AclReading>(
            db,
            grant.ClusterId,
            (begin, within) => ledger.Alone(grant.ClusterId, () => Remove(grant, holder, begin(), within), within),
            stop
        );
        if (reason is not null)
        {
            StillThere(grant.Name, grant.ClusterId, holder?.Change, reason);
            await overdue.Note(db, grant, holder?.Change, reason, stop);
        }
    }

    // The clock's own removal does the same, unless it is stuck itself.
    private bool GoesOn(GrantHolder holder, AccessGrant grant) =>
        holder.State != RunState.Stuck && (holder.RequestedBy == Actor.Clock.Name || !acts.IsOverdue(grant.ExpiresAt));

    private async Task Remove(AccessGrant grant, GrantHolder? holder, ActBefore deadline, CancellationToken stop)
    {
        var on = new ResourceRef(AccessKind.Word, grant.ClusterId, grant.Name);
        // Nothing is written for that run: no claim on it has this fence.
        var scope = new StepScope(new FencedRun(grant.RunId, Fence: 0, Owner: ""), deadline, acts.Shows);
        var seen = await sight.Look(on, null, [], scope, stop);
        if (seen is not { Held: { } held, Live: { } live } || held.Grant.Id != grant.Id)
        {
            return;
        }

        var ofDeleted = (await deleted.Of(grant.ClusterId, [grant.Name], stop)).Contains(grant.Name);
        if (!(live with { IsOfDeletedAccount = ofDeleted }).IsOver(clock.GetUtcNow()))
        {
            return;
        }

        await sight.Remove(on, await sight.Removable(on, held.Acls, stop), seen.There, scope, stop);
        if (await overdue.End(held.Grant, holder?.Change, stop))
        {
            Ended(grant.Name, grant.ClusterId, holder?.Change);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Grant {Grant} on {Cluster} was over and was removed by the ledger alone: change {Change} had it in hand"
    )]
    private partial void Ended(string grant, ClusterId cluster, ChangeId? change);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Grant {Grant} on {Cluster} is over and still on the cluster, in the hand of change {Change}: {Reason}"
    )]
    private partial void StillThere(string grant, ClusterId cluster, ChangeId? change, string reason);
}
