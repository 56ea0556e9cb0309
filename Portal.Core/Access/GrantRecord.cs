using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>A grant's row and its entries, as they are written within a transaction.</summary>
internal static class GrantRecord
{
    /// <summary>The one that is in force, locked; null when there is none.</summary>
    public static Task<AccessGrant?> Find(PortalDb db, ResourceRef on, CancellationToken stop) =>
        db.Set<AccessGrant>()
            .FromSql(
                $"""
                select * from access_grant
                where cluster_id = {on.Cluster.Value} and name = {on.Name} and ended_at is null
                for update
                """
            )
            .SingleOrDefaultAsync(stop);

    public static AccessGrant New(PortalDb db, RunId run, GrantAccess step, DateTimeOffset now)
    {
        var grant = new AccessGrant
        {
            ClusterId = step.On.Cluster,
            Name = step.On.Name,
            Principal = step.Principal,
            RunId = run,
            GrantedAt = now,
        };
        db.Add(grant);
        return grant;
    }

    /// <summary>Saves it with when it is removed. What an access review dropped ends now, whatever was written.</summary>
    public static async Task Save(PortalDb db, AccessGrant grant, DateTimeOffset now, CancellationToken stop)
    {
        await db.SaveChangesAsync(stop);
        if (await AccessDrop.Of(db, grant.Id, stop) is not null)
        {
            await AccessDrop.Do(db, grant.Id, now, stop);
        }

        await AccessEnd.Expect(db, grant, stop);
    }

    /// <summary>What is written down stays as it was first: whether an entry was there before is seen once only.</summary>
    public static async Task Add(
        PortalDb db,
        AccessGrant grant,
        IEnumerable<Acl> acls,
        IReadOnlySet<Acl> adopted,
        CancellationToken stop
    )
    {
        var known = (await db.Set<AccessAcl>().Where(a => a.GrantId == grant.Id).ToListAsync(stop))
            .Select(a => a.Acl)
            .ToHashSet();
        db.AddRange(
            acls.Where(acl => !known.Contains(acl)).Select(acl => AccessAcl.Of(grant.Id, acl, adopted.Contains(acl)))
        );
        await db.SaveChangesAsync(stop);
    }
}
