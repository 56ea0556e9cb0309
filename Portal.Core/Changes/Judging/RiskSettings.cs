using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what of a change's surroundings its risk depends on.</summary>
public static class RiskSettings
{
    /// <param name="change">With its resources.</param>
    public static async Task<RiskSetting> Of(PortalDb db, ResourceKinds kinds, Change change, CancellationToken stop)
    {
        var isProduction = await db.Set<ClusterEnvironment>()
            .Where(l => l.Name == change.Environment)
            .Select(l => l.IsProduction)
            .SingleAsync(stop);
        var names = change.Resources.Select(r => r.Name).ToArray();
        var asked = change.Resources.ToDictionary(r => r.On);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.GoneAt == null && names.Contains(r.Name))
            .ToListAsync(stop);
        var specs = managed
            .Where(m => asked.ContainsKey(m.On))
            .Select(m => (m.On.Kind, Spec: m.Read(kinds)))
            .Concat(
                from resource in change.Resources
                let wanted = resource.Read(kinds).Wanted
                where wanted is not null
                select (resource.Kind, Spec: wanted)
            );
        var critical = specs
            .Where(s => s.Spec.Criticality == Tier.Critical)
            .Select(s => (ResourceKind?)s.Kind)
            .FirstOrDefault();
        return new RiskSetting(isProduction, critical is { } kind ? kinds.Of(kind).Noun : null);
    }
}
