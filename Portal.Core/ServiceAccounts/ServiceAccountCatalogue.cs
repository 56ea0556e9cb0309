using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts that were seen or are managed, from the store. No cluster is asked.</summary>
public sealed class ServiceAccountCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<ServiceAccountRow>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Read(db, db.Set<Cluster>().Where(c => environment == null || c.Environment == environment), stop);
    }

    /// <summary>Null when none of that name was seen or is managed there.</summary>
    public async Task<ServiceAccountRow?> Get(string cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (await Read(db, db.Set<Cluster>().Where(c => c.Name == cluster), stop)).FirstOrDefault(row =>
            row.Name == name
        );
    }

    /// <summary>
    /// How a user of a cluster signs in, as it was last seen; null where none was seen. Where it has both mechanisms, the one that its newest password is
    /// by, or the stronger one where the portal doesn't manage it. None of an account by certificate.
    /// </summary>
    public async Task<(CredentialMechanism? Mechanism, bool IsByCertificate)> SignsInBy(
        ClusterId cluster,
        string name,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await db.Set<SeenCredential>()
            .Where(c => c.ClusterId == cluster && c.Name == name)
            .Select(c => c.Mechanism)
            .ToListAsync(stop);
        var managed = await db.Set<Resource>()
            .AsNoTracking()
            .Where(r => r.Kind == ServiceAccountKind.Word && r.ClusterId == cluster && r.Name == name)
            .SingleOrDefaultAsync(r => r.GoneAt == null, stop);
        return managed?.Read(kinds) switch
        {
            ServiceAccountSpec { IsByCertificate: true } => (null, true),
            ServiceAccountSpec { Mechanism: var newest } when seen.Contains(newest) => (newest, false),
            _ => (seen.Count == 0 ? null : seen.Min(), false),
        };
    }

    private async Task<IReadOnlyList<ServiceAccountRow>> Read(
        PortalDb db,
        IQueryable<Cluster> clusters,
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
        var seen = (
            await db.Set<SeenCredential>().AsNoTracking().Where(c => ids.Contains(c.ClusterId)).ToListAsync(stop)
        ).ToLookup(c => (c.ClusterId, c.Name));
        var managed = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where
                resource.Kind == ServiceAccountKind.Word && resource.GoneAt == null && ids.Contains(resource.ClusterId)
            select new
            {
                Resource = resource,
                team.Name,
                team.Title,
                Drifts = db.Set<Drift>().Count(d => d.ResourceId == resource.Id && d.EndedAt == null),
            }
        ).ToDictionaryAsync(r => (r.Resource.ClusterId, r.Resource.Name), stop);
        var holders = await AccountHolders.Of(db, db.Set<RunTarget>().Where(t => ids.Contains(t.ClusterId)), stop);
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
