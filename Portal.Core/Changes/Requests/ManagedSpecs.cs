using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What is wanted now of a managed resource.</summary>
/// <param name="Owner">The name of its team.</param>
public sealed record ManagedSpec(string Owner, ResourceSpec Spec);

/// <summary>Reads what a form that changes a resource begins with, of whatever kind it is.</summary>
public sealed class ManagedSpecs(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>Null when the portal doesn't manage it.</summary>
    public async Task<ManagedSpec?> Of(ResourceRef which, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var found = await (
            from r in db.Set<Resource>().AsNoTracking()
            join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
            where r.Kind == which.Kind && r.ClusterId == which.Cluster && r.Name == which.Name && r.GoneAt == null
            select new { Resource = r, t.Name }
        ).SingleOrDefaultAsync(stop);
        return found is null ? null : new(found.Name, found.Resource.Read(kinds));
    }
}
