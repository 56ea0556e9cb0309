using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Calendar;

/// <summary>
/// Requests the removal of grants whose time has come. That takes the way of every change and needs no approval: whoever approved the grant agreed to
/// its end. The row stays until the grant has ended, so that a removal that came to nothing is requested again.
/// </summary>
public sealed partial class AccessExpiry(
    ChangeRequests requests,
    ChangeMover mover,
    TimeProvider clock,
    ILogger<AccessExpiry> logger
) : IDueHandler
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(60);

    public DueKind Kind => DueKind.AccessEnds;

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var grant = await db.Set<AccessGrant>()
            .FromSql($"select * from access_grant where id = {row.SubjectId} for update")
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        var due = await db.Set<Due>().SingleOrDefaultAsync(d => d.Id == row.Id && d.DueAt <= row.DueAt, stop);
        if (due is null)
        {
            return false;
        }

        if (grant is not { EndedAt: null })
        {
            db.Remove(due);
            await db.SaveChangesAsync(stop);
            return true;
        }

        due.DueAt = clock.GetUtcNow() + LookAgain;
        await db.SaveChangesAsync(stop);
        if (await UnderWay(db, grant, stop) is { } open)
        {
            await GoOn(db, open, stop);
            return true;
        }

        return await Request(db, grant, stop);
    }

    // Another removal of ours that isn't over yet. One that a person requested waits for approval, and isn't waited for.
    private static async Task<ChangeId?> UnderWay(PortalDb db, AccessGrant grant, CancellationToken stop)
    {
        var open = await db.Set<Change>()
            .Where(c => c.Actor.Name == Actor.Clock.Name && !ChangeStates.Ended.Contains(c.State))
            .Where(c =>
                c.Resources.Any(r =>
                    r.Kind == AccessKind.Word && r.ClusterId == grant.ClusterId && r.Name == grant.Name
                )
            )
            .Select(c => c.Id)
            .Take(1)
            .ToListAsync(stop);
        return open is [var id] ? id : null;
    }

    // A cluster that didn't answer while it was planned may answer now.
    private async Task GoOn(PortalDb db, ChangeId open, CancellationToken stop)
    {
        if (
            await ChangeMover.Lock(db, open, stop) is
            { State: ChangeState.PlanFailed or ChangeState.PendingApproval } change
        )
        {
            await mover.Move(
                db,
                change,
                new ChangeEvent.PlanAskedAgain(),
                Actor.Clock,
                "plan.requested",
                "The plan is being computed again.",
                stop
            );
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The removal of grant {Grant} on {Cluster} was refused, and is requested again: {Reason}"
    )]
    private partial void NotRequested(string cluster, string grant, string reason);

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
            // Its run isn't over, a person has to settle it, or its cluster left: looked at again later.
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
