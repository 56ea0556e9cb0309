using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Grants that are managed, and ACLs that aren't, from the store. No cluster is asked.</summary>
public sealed class AccessCatalogue(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>Null when the portal manages none of that name there.</summary>
    public async Task<AccessRow?> Get(string cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (
            await AccessRows.Grants(db, kinds, db.Set<Cluster>().Where(c => c.Name == cluster), name, stop)
        ).SingleOrDefault();
    }

    /// <summary>The grants that let somebody do something with a topic, and the entries beside them that do.</summary>
    public async Task<AccessAround> OfTopic(string cluster, string topic, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var here = db.Set<Cluster>().Where(c => c.Name == cluster);
        return await Around(
            db,
            here,
            row => row.CountsFor(topic),
            acl => acl.AppliesTo(AclResource.Topic, topic),
            stop
        );
    }

    /// <summary>All that a principal may do, and may not.</summary>
    public async Task<AccessAround> OfPrincipal(string cluster, string principal, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var here = db.Set<Cluster>().Where(c => c.Name == cluster);
        var around = await Around(
            db,
            here,
            row => row.Spec.Principal == principal || row.Spec.Principal == Acl.Everybody,
            acl => acl.Principal == principal || acl.Principal == Acl.Everybody,
            stop
        );
        var grants = around.Grants.ToLookup(row => row.Spec.Principal == principal);
        return around with
        {
            Grants = [.. grants[true]],
            ToEverybody = [.. grants[false].Select(row => Counted(row, principal, around.Unmanaged))],
        };
    }

    // A DENY of the principal alone wins over what everybody may do.
    private static AccessRow Counted(AccessRow row, string principal, IReadOnlyList<UnmanagedAcl> beside)
    {
        var allowed = GrantedAcls.Of(row.Spec with { Principal = principal });
        return row.Granted is null
            ? row
            : row with
            {
                Denies = [.. beside.Select(of => of.Acl).Where(acl => allowed.Any(acl.Overrides)).Order()],
            };
    }

    private async Task<AccessAround> Around(
        PortalDb db,
        IQueryable<Cluster> here,
        Func<AccessRow, bool> isGrant,
        Func<Acl, bool> isUnmanaged,
        CancellationToken stop
    )
    {
        var grants = await AccessRows.Grants(db, kinds, here, null, stop);
        var unmanaged = await AclRows.Unmanaged(db, here, stop);
        return new(
            [.. grants.Where(isGrant)],
            [.. unmanaged.Where(acl => isUnmanaged(acl.Acl))],
            (await AclRows.Sources(db, here, stop)).SingleOrDefault()
        )
        {
            OnGroups =
            [
                .. grants
                    .SelectMany(row => GrantedAcls.Of(row.Spec))
                    .Concat(unmanaged.Select(row => row.Acl))
                    .Where(GroupUsers.IsUse),
            ],
        };
    }

    /// <summary>The clusters that may have ACLs, by name.</summary>
    /// <param name="environment">Null: of all.</param>
    public async Task<IReadOnlyList<AclSource>> Sources(string? environment, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await AclRows.Sources(
            db,
            db.Set<Cluster>().Where(c => environment == null || c.Environment == environment),
            stop
        );
    }

    /// <summary>Those of a grant's entries that its cluster doesn't have, as last seen.</summary>
    public async Task<IReadOnlyList<Acl>> Missing(ClusterId cluster, IEnumerable<Acl> held, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var seen = await db.Set<SeenAcl>().AsNoTracking().Where(a => a.ClusterId == cluster).ToListAsync(stop);
        return [.. held.Except(seen.Select(a => a.Acl))];
    }

    /// <summary>Null when there is no such cluster, or it has no Kafka.</summary>
    public async Task<AclSource?> Source(string cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return (await AclRows.Sources(db, db.Set<Cluster>().Where(c => c.Name == cluster), stop)).SingleOrDefault();
    }
}
