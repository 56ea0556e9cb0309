using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar.Access;

/// <summary>
/// Requests the removal of grants whose time has come. That takes the way of every change and needs no approval: whoever approved the grant agreed to
/// its end. The row stays until the grant has ended, so that a removal that came to nothing is requested again, or until its cluster is deregistered.
/// </summary>
public sealed partial class AccessExpiry(
    ChangeRequests requests,
    AgreedEnd under,
    LedgerEnd ledger,
    TimeProvider clock,
    ILogger<AccessExpiry> logger
) : IDueHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);

    public DueKind Kind => AccessDues.Ends;

    // A run that has it in hand is over soon, or the ledger alone ends it at the next sweep.
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(10);

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        await ledger.End(db, row.SubjectId, stop);
        var grant = await db.Set<AccessGrant>()
            .FromSql($"select * from access_grant where id = {row.SubjectId} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        var due = await db.Set<Due>().SingleOrDefaultAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop);
        if (due is null)
        {
            return false;
        }

        var isInHand = grant is not null && await GrantHolders.Of(db, grant, stop) is not null;
        if (
            grant is null
            || (!isInHand && (await IsDone(db, grant, stop) || await IsDeregistered(db, grant.ClusterId, stop)))
        )
        {
            db.Remove(due);
            await db.SaveChangesAsync(stop);
            return true;
        }

        due.DueAt = clock.GetUtcNow() + (isInHand ? LookSoon : LookAgain);
        await db.SaveChangesAsync(stop);
        var on = new ResourceRef(AccessKind.Word, grant.ClusterId, grant.Name);
        return isInHand || await under.GoesOn(db, on, owner: null, stop) is not null || await Request(db, grant, stop);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The removal of grant {Grant} on {Cluster} was refused, and is requested again: {Reason}"
    )]
    private partial void NotRequested(string cluster, string grant, string reason);

    // What the ledger alone ended may still be managed, for the run that had it in hand wrote it down: that ends too. Unless it was granted anew.
    private static async Task<bool> IsDone(PortalDb db, AccessGrant grant, CancellationToken stop) =>
        grant.EndedAt is not null
        && (
            !await GrantHolders.IsManaged(db, grant, stop)
            || await db.Set<AccessGrant>()
                .AnyAsync(g => g.ClusterId == grant.ClusterId && g.Name == grant.Name && g.EndedAt == null, stop)
        );

    private static async Task<bool> IsDeregistered(PortalDb db, ClusterId cluster, CancellationToken stop) =>
        await db.Set<Cluster>().AnyAsync(c => c.Id == cluster && c.DeregisteredAt != null, stop);

    private async Task<bool> Request(PortalDb db, AccessGrant grant, CancellationToken stop)
    {
        var found = await (
            from resource in db.Set<Resource>()
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where
                resource.Kind == AccessKind.Word
                && resource.ClusterId == grant.ClusterId
                && resource.Name == grant.Name
                && resource.GoneAt == null
                && cluster.DeregisteredAt == null
            select new { Cluster = cluster.Name, Owner = team.Name }
        ).SingleOrDefaultAsync(stop);
        if (found is null)
        {
            // Its cluster has just left, or nothing of it is recorded and the ledger couldn't end it: looked at again later.
            return true;
        }

        var draft = new ChangeDraft(
            "",
            await AccessDrop.Reason(db, grant, clock.GetUtcNow(), stop),
            found.Owner,
            [
                new ResourceDraft(
                    AccessKind.Word,
                    ResourceOperation.Delete,
                    found.Cluster,
                    grant.Name,
                    null,
                    TypedName: grant.Name
                ),
            ]
        );
        if (await requests.Submit(db, Caller.Clock, draft, stop) is Outcome<ChangeId>.Refused(var why))
        {
            NotRequested(found.Cluster, grant.Name, why.Words);
        }

        return true;
    }
}
