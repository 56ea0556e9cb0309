using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

/// <summary>Reads one change whole, as it was at one moment though a worker moves it meanwhile: a fixed number of queries.</summary>
public sealed class ChangeDetails(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    private const int LongestTimeline = 500;

    /// <summary>Null when there is no such change.</summary>
    public async Task<ChangeView?> Get(ChangeId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var changes = db.Set<Change>().AsNoTracking().Where(c => c.Id == id);
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
            ? await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == planId, stop)
            : null;
        var checks = plan is null
            ? []
            : await db.Set<CheckResult>()
                .AsNoTracking()
                .Where(c => c.PlanId == plan.Id)
                .OrderBy(c => c.Id)
                .ToListAsync(stop);
        var votes = await db.Set<Vote>()
            .AsNoTracking()
            .Where(v => v.ChangeId == id)
            .OrderBy(v => v.Id)
            .ToListAsync(stop);
        var timeline = await db.Set<AuditEvent>()
            .Where(e => e.ChangeId == id)
            .OrderByDescending(e => e.Id)
            .Take(LongestTimeline)
            .Select(e => new TimelineView(e.Id, e.At, e.Actor.Name, e.Actor.OnBehalfOf, e.Kind, e.Words))
            .ToListAsync(stop);
        timeline.Reverse();
        var resources = await ChangeResourceReading.Read(db, kinds, id, stop);
        var places = resources.ToDictionary(r => r.Ordinal, r => r.In(row.Environment).At);
        var approvals = await ApprovalReading.Read(db, rest.PlanId, row.State, rest.Authors, places, votes, stop);
        return new ChangeView(
            row,
            rest.Version,
            rest.Reason,
            rest.ExpiresAt,
            resources,
            plan is null ? null : View(plan),
            checks,
            approvals,
            votes,
            await RunReading.Read(db, id, stop),
            timeline,
            await ReadPeople(db, row, votes, timeline, approvals, stop)
        )
        {
            Authors = rest.Authors,
        };
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
            .. votes.SelectMany(v => v.Actor.Names),
            .. timeline.Select(t => t.Actor),
            .. timeline.Select(t => t.OnBehalfOf).OfType<string>(),
            .. approvals.SelectMany(a => a.CanApprove),
            .. approvals.SelectMany(a => a.Delegates).Select(d => d.Handle),
        ];
        var wanted = handles.Distinct(StringComparer.Ordinal).ToArray();
        return await db.Set<Person>()
            .Where(p => wanted.Contains(p.Handle))
            .ToDictionaryAsync(p => p.Handle, p => p.Name, StringComparer.Ordinal, stop);
    }
}
