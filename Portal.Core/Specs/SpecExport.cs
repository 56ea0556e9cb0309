using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>A managed resource, to be written as a document.</summary>
public sealed record ExportedSpec(ResourceKind Kind, string Cluster, string Name, string Owner, ResourceSpec Spec);

/// <summary>All that is managed, as it is wanted.</summary>
public sealed class SpecExport(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <param name="team">The name of the team that owns it; null: of all.</param>
    /// <param name="environment">Null: of all.</param>
    /// <returns>By cluster, kind and name, read as they are asked for.</returns>
    public async IAsyncEnumerable<ExportedSpec> Of(
        string? team,
        string? environment,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var managed =
            from resource in db.Set<Resource>().AsNoTracking()
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            join owner in db.Set<Team>() on resource.OwnerTeamId equals owner.Id
            where resource.GoneAt == null && cluster.DeregisteredAt == null
            where team == null || owner.Name == team
            where environment == null || cluster.Environment == environment
            orderby cluster.Name, resource.Kind, resource.Name
            select new
            {
                Resource = resource,
                Cluster = cluster.Name,
                Owner = owner.Name,
            };
        await foreach (var row in managed.AsAsyncEnumerable().WithCancellation(stop))
        {
            yield return new(row.Resource.Kind, row.Cluster, row.Resource.Name, row.Owner, row.Resource.Read(kinds));
        }
    }
}
