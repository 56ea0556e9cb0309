using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Store;

namespace Portal.Workers.Planning;

/// <summary>Reads what of the store a plan depends on.</summary>
internal static class PlanSubjects
{
    public static async Task<PlanSubject> Read(PortalDb db, ChangeId id, CancellationToken stop)
    {
        var change = await db.Changes.AsNoTracking().Include(c => c.Resources).SingleAsync(c => c.Id == id, stop);
        var clusterIds = change.Resources.Select(r => r.ClusterId).Distinct().ToArray();
        var engines = await db
            .Clusters.Where(c => clusterIds.Contains(c.Id))
            .Select(c => new { c.Id, c.EngineId })
            .ToDictionaryAsync(c => c.Id, c => c.EngineId, stop);
        return new PlanSubject(change, engines, await RiskSettings.Of(db, id, stop), await Others(db, change, stop));
    }

    private static async Task<IReadOnlyList<string>> Others(PortalDb db, Change change, CancellationToken stop)
    {
        var names = change.Resources.Select(r => r.Name).ToArray();
        var rows = await (
            from resource in db.ChangeResources
            join other in db.Changes on resource.ChangeId equals other.Id
            where other.Id != change.Id && names.Contains(resource.Name)
            select new
            {
                resource.ClusterId,
                resource.Name,
                other.Id,
                other.Title,
                other.State,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Where(o =>
                    !o.State.IsEnd() && change.Resources.Any(r => r.ClusterId == o.ClusterId && r.Name == o.Name)
                )
                .DistinctBy(o => o.Id)
                .OrderBy(o => o.Id.Value)
                .Select(o => $"{o.Title} ({o.State.InWords()})"),
        ];
    }
}
