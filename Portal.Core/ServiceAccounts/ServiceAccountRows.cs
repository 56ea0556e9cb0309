using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.ServiceAccounts;

/// <summary>Reads what lists and pages of service accounts are made of.</summary>
internal static class ServiceAccountRows
{
    /// <summary>By cluster and name.</summary>
    /// <param name="names">Each on any of the clusters; null: of any name.</param>
    public static async Task<IReadOnlyList<ServiceAccountRow>> Of(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string[]? names,
        CancellationToken stop
    )
    {
        var there = await (
            from cluster in clusters
            where cluster.DeregisteredAt == null
            join read in db.Set<CredentialReading>().AsNoTracking() on cluster.Id equals read.ClusterId into readings
            from reading in readings.DefaultIfEmpty()
            select new
            {
                cluster.Id,
                cluster.Name,
                cluster.Environment,
                Reading = reading,
            }
        ).ToDictionaryAsync(c => c.Id, stop);
        var ids = there.Keys.ToArray();
        var credentials = db.Set<SeenCredential>().AsNoTracking().Where(c => ids.Contains(c.ClusterId));
        var resources = db.Set<Resource>().AsNoTracking().Where(r => ids.Contains(r.ClusterId));
        var targets = db.Set<RunTarget>().Where(t => ids.Contains(t.ClusterId));
        if (names is not null)
        {
            credentials = credentials.Where(c => names.Contains(c.Name));
            resources = resources.Where(r => names.Contains(r.Name));
            targets = targets.Where(t => names.Contains(t.Name));
        }

        var seen = (await credentials.ToListAsync(stop)).ToLookup(c => (c.ClusterId, c.Name));
        var managed = await (
            from resource in resources
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Kind == ServiceAccountKind.Word && resource.GoneAt == null
            select new
            {
                Resource = resource,
                team.Name,
                team.Title,
                Drifts = db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null),
            }
        ).ToDictionaryAsync(r => (r.Resource.ClusterId, r.Resource.Name), stop);
        var holders = await AccountHolders.Of(db, targets, stop);
        return
        [
            .. seen.Select(c => c.Key)
                .Union(managed.Keys)
                .Select(key =>
                {
                    var cluster = there[key.ClusterId];
                    var ours = managed.GetValueOrDefault(key);
                    return new ServiceAccountRow(
                        key.ClusterId,
                        cluster.Name,
                        cluster.Environment,
                        key.Name,
                        [.. seen[key].OrderBy(c => c.Mechanism)],
                        ours?.Resource.OwnerTeamId,
                        ours?.Name,
                        ours?.Title,
                        (ServiceAccountSpec?)ours?.Resource.Read(kinds),
                        ours?.Drifts ?? 0,
                        cluster.Reading?.ReadAt,
                        cluster.Reading?.Failure
                    )
                    {
                        Holder = holders.GetValueOrDefault(new(ServiceAccountKind.Word, key.ClusterId, key.Name)),
                    };
                })
                .OrderBy(row => row.Cluster, StringComparer.Ordinal)
                .ThenBy(row => row.Name, StringComparer.Ordinal),
        ];
    }
}
