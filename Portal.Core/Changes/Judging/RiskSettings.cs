using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>Reads what of a change's surroundings its risk depends on.</summary>
public static class RiskSettings
{
    /// <param name="change">With its resources.</param>
    /// <param name="managed">What is recorded under their names.</param>
    public static async Task<RiskSetting> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        IReadOnlyDictionary<ResourceRef, Resource> managed,
        CancellationToken stop
    )
    {
        var isProduction = await db.Set<ClusterEnvironment>()
            .Where(l => l.Name == change.Environment)
            .Select(l => l.IsProduction)
            .SingleAsync(stop);
        var specs = change
            .Resources.Select(r => managed.GetValueOrDefault(r.On))
            .OfType<Resource>()
            .Select(m => (m.Kind, Spec: m.Read(kinds)))
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
