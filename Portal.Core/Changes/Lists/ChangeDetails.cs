using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Lists;

/// <summary>Reads one change whole: a fixed number of queries, however much has happened to it.</summary>
public sealed class ChangeDetails(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    private const int LongestTimeline = 500;

    /// <summary>Null when there is no such change.</summary>
    public async Task<ChangeView?> Get(ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var changes = db.Changes.AsNoTracking().Where(c => c.Id == id);
        if (await ChangeList.Rows(db, changes).SingleOrDefaultAsync(stop) is not { } row)
        {
            return null;
        }

        var rest = await changes
            .Select(c => new
            {
                c.Version,
                c.Reason,
                c.ExpiresAt,
                c.PlanId,
                c.Authors,
            })
            .SingleAsync(stop);
        var plan = rest.PlanId is { } planId
            ? await db.Plans.AsNoTracking().SingleAsync(p => p.Id == planId, stop)
            : null;
        var checks = plan is null
            ? []
            : await db.CheckResults.AsNoTracking().Where(c => c.PlanId == plan.Id).OrderBy(c => c.Id).ToListAsync(stop);
        var votes = await db.Votes.AsNoTracking().Where(v => v.ChangeId == id).OrderBy(v => v.Id).ToListAsync(stop);
        var timeline = await db
            .AuditEvents.Where(e => e.ChangeId == id)
            .OrderByDescending(e => e.Id)
            .Take(LongestTimeline)
            .Select(e => new TimelineView(e.Id, e.At, e.Actor.Name, e.Actor.OnBehalfOf, e.Kind, e.Words))
            .ToListAsync(stop);
        timeline.Reverse();
        var approvals = await ApprovalReading.Read(db, rest.PlanId, row.State, rest.Authors, votes, stop);
        return new ChangeView(
            row,
            rest.Version,
            rest.Reason,
            rest.ExpiresAt,
            await ReadResources(db, id, stop),
            plan is null ? null : View(plan),
            checks,
            approvals,
            votes,
            await RunReading.Read(db, id, stop),
            timeline,
            await ReadPeople(db, row, votes, timeline, approvals, stop)
        );
    }

    private static PlanView View(Plan plan)
    {
        var body = plan.Body;
        return new PlanView(
            plan.Id,
            plan.Number,
            plan.Hash,
            plan.MadeAt,
            body.Steps,
            body.Base,
            body.PointOfNoReturn,
            plan.Evidence,
            plan.RiskScore,
            plan.RiskBand,
            plan.RiskReasons
        );
    }

    private async Task<IReadOnlyList<ChangeResourceView>> ReadResources(
        PortalDb db,
        ChangeId id,
        CancellationToken stop
    )
    {
        var rows = await (
            from r in db.ChangeResources.AsNoTracking()
            join c in db.Clusters on r.ClusterId equals c.Id
            join t in db.Teams on r.OwnerTeamId equals t.Id
            where r.ChangeId == id
            orderby r.Ordinal
            select new
            {
                Resource = r,
                Cluster = c.Name,
                Owner = t.Name,
                t.Title,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => (Row: r, Request: r.Resource.Read(kinds)))
                .Select(r => new ChangeResourceView(
                    r.Row.Resource.Ordinal,
                    r.Row.Resource.Kind,
                    r.Row.Resource.Operation,
                    r.Row.Cluster,
                    r.Row.Resource.ClusterId,
                    r.Row.Resource.Name,
                    r.Row.Resource.OwnerTeamId,
                    r.Row.Owner,
                    r.Row.Title,
                    r.Request.Wanted,
                    r.Request.Base
                )),
        ];
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadPeople(
        PortalDb db,
        ChangeRow row,
        IEnumerable<Vote> votes,
        IEnumerable<TimelineView> timeline,
        IEnumerable<ApprovalView> approvals,
        CancellationToken stop
    )
    {
        string[] handles =
        [
            row.RequestedBy,
            .. votes.Select(v => v.Actor.Name),
            .. timeline.Select(t => t.Actor),
            .. approvals.SelectMany(a => a.CanApprove),
        ];
        var wanted = handles.Distinct(StringComparer.Ordinal).ToArray();
        return await db
            .People.Where(p => wanted.Contains(p.Handle))
            .ToDictionaryAsync(p => p.Handle, p => p.Name, StringComparer.Ordinal, stop);
    }
}
