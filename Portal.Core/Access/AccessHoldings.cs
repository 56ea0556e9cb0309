using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>Writes to the ledger of grants, each in a transaction of its own and only while the run that asks is under way.</summary>
public sealed class AccessHoldings(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <summary>Writes down what a step is about to make. Twice is once.</summary>
    /// <param name="adopted">Those of its entries that are there already, and nobody's.</param>
    /// <returns>False: the run is over, and who asks is a worker that was late.</returns>
    public async Task<bool> Hold(
        RunId run,
        GrantAccess step,
        string? topicId,
        IReadOnlySet<Acl> adopted,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (!await IsOpen(db, run, stop))
        {
            return false;
        }

        var grant = await Find(db, step.On, stop);
        if (grant is null)
        {
            grant = new AccessGrant
            {
                ClusterId = step.On.Cluster,
                Name = step.On.Name,
                Principal = step.Principal,
                RunId = run,
                GrantedAt = clock.GetUtcNow(),
            };
            db.Add(grant);
        }

        (grant.Principal, grant.Topic, grant.TopicId) = (step.Principal, step.Topic, topicId);
        (grant.ExpiresAt, grant.RunId) = (step.Expires, run);
        await db.SaveChangesAsync(stop);
        await Add(db, grant, step.Acls, adopted, stop);
        await AccessEnd.Expect(db, grant, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Writes down that a grant no longer holds these. One that ends keeps them, for whoever looks back.</summary>
    /// <param name="expires">When it ends, if it goes on.</param>
    public async Task<bool> Release(
        RunId run,
        ResourceRef on,
        IReadOnlyCollection<Acl> acls,
        bool isEnd,
        DateTimeOffset? expires,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (!await IsOpen(db, run, stop))
        {
            return false;
        }

        if (await Find(db, on, stop) is not { } grant)
        {
            return true;
        }

        grant.RunId = run;
        grant.EndedAt = isEnd ? clock.GetUtcNow() : null;
        grant.ExpiresAt = expires;
        if (!isEnd)
        {
            var held = await db.Set<AccessAcl>().Where(a => a.GrantId == grant.Id).ToListAsync(stop);
            db.RemoveRange(held.Where(a => acls.Contains(a.Acl)));
        }

        await db.SaveChangesAsync(stop);
        await AccessEnd.Expect(db, grant, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Takes a release back.</summary>
    public async Task<bool> Reopen(RunId run, RevokeAccess step, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (!await IsOpen(db, run, stop))
        {
            return false;
        }

        var grant =
            await Find(db, step.On, stop)
            ?? await db.Set<AccessGrant>()
                .Where(g => g.ClusterId == step.On.Cluster && g.Name == step.On.Name && g.RunId == run)
                .OrderByDescending(g => g.EndedAt)
                .FirstAsync(stop);
        grant.EndedAt = null;
        await db.SaveChangesAsync(stop);
        await Add(db, grant, step.Acls, new HashSet<Acl>(), stop);
        await AccessEnd.Expect(db, grant, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    private static Task<bool> IsOpen(PortalDb db, RunId run, CancellationToken stop) =>
        db.Set<ApplyRun>().AnyAsync(r => r.Id == run && r.EndedAt == null, stop);

    private static Task<AccessGrant?> Find(PortalDb db, ResourceRef on, CancellationToken stop) =>
        db.Set<AccessGrant>()
            .SingleOrDefaultAsync(g => g.ClusterId == on.Cluster && g.Name == on.Name && g.EndedAt == null, stop);

    // What is written down stays as it was first: whether an entry was there before is seen once only.
    private static async Task Add(
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
