using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>Accounts that were seen or are managed, from the store. No cluster is asked.</summary>
public sealed class ServiceAccountCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>By cluster and name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<ServiceAccountRow>> All(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await ServiceAccountRows.Of(
            db,
            kinds,
            KeyedPage.Clusters(db, environment, name: null),
            names: null,
            stop
        );
    }

    /// <summary>By cluster and name, paged by key.</summary>
    /// <param name="after"><c>cluster/name</c> of the last one of the page before; null: from the beginning.</param>
    public async Task<IReadOnlyList<ServiceAccountRow>> Page(
        ServiceAccountFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await KeyedPage.Read<ServiceAccountRow>(
            db,
            filter.Environment,
            filter.Cluster,
            after,
            take,
            (place, most) => AccountKeys.After(db, filter, place, most, stop),
            async (ids, names) =>
            {
                var rows = await ServiceAccountRows.Of(
                    db,
                    kinds,
                    db.Set<Cluster>().Where(c => ids.Contains(c.Id)),
                    names,
                    stop
                );
                return rows.Where(filter.Takes).ToDictionary(row => new ListedName(row.ClusterId.Value, row.Name));
            },
            stop
        );
    }

    /// <summary>Null when none of that name was seen or is managed there.</summary>
    public async Task<ServiceAccountRow?> Get(string cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (
            await ServiceAccountRows.Of(db, kinds, KeyedPage.Clusters(db, environment: null, cluster), [name], stop)
        ).SingleOrDefault();
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
}

/// <summary>What a list of accounts is narrowed to; null: not by that.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Owner">The owning team's name.</param>
/// <param name="Search">A part of the name.</param>
public sealed record ServiceAccountFilter(string? Environment, string? Cluster, string? Owner, string? Search)
{
    internal bool Takes(ServiceAccountRow row) =>
        (Owner is null || row.Owner == Owner)
        && (Search is null || row.Name.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
