using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>
/// Writes to the ledger of grants, each in a transaction of its own and only while the run that asks is under way. The grant's row is locked first: an
/// access review may drop it at the same time, and what it dropped ends, whatever a run does or takes back.
/// </summary>
public sealed class AccessHoldings(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <summary>Writes down what a step is about to make. Twice is once.</summary>
    /// <param name="adopted">Those of its entries that are there already, and nobody's.</param>
    public async Task<Holding> Hold(
        RunId run,
        GrantAccess step,
        string? topicId,
        IReadOnlySet<Acl> adopted,
        CancellationToken stop
    )
    {
        var holding = Holding.RunIsOver;
        await During(
            run,
            async db =>
            {
                if (step.Expires <= clock.GetUtcNow())
                {
                    holding = Holding.Expired;
                    return;
                }

                var grant = await GrantRecord.Find(db, step.On, stop);
                if (grant is not null && await AccessDrop.Of(db, grant.Id, stop) is not null)
                {
                    holding = Holding.Dropped;
                    return;
                }

                holding = Holding.Written;
                grant ??= GrantRecord.New(db, run, step, clock.GetUtcNow());
                (grant.Principal, grant.Topic, grant.TopicId) = (step.Principal, step.Topic, topicId);
                (grant.ExpiresAt, grant.RunId) = (step.Expires, run);
                await db.SaveChangesAsync(stop);
                await GrantRecord.Add(db, grant, step.Acls, adopted, stop);
                await AccessEnd.Expect(db, grant, stop);
                if (step.IsWider)
                {
                    await ApprovedMeanwhile.Keep(db, run, grant, clock.GetUtcNow(), stop);
                }
            },
            stop
        );
        return holding;
    }

    /// <summary>Writes down that a grant no longer holds these. One that ends keeps them, for whoever looks back.</summary>
    /// <param name="undone">The step that is taken back: the end that it wrote goes back to the one before.</param>
    /// <returns>False: the run is over, and who asks is a worker that was late.</returns>
    public Task<bool> Release(
        RunId run,
        ResourceRef on,
        IReadOnlyCollection<Acl> acls,
        bool isEnd,
        GrantAccess? undone,
        CancellationToken stop
    ) =>
        During(
            run,
            async db =>
            {
                if (await GrantRecord.Find(db, on, stop) is not { } grant)
                {
                    return;
                }

                (grant.RunId, grant.EndedAt) = (run, isEnd ? clock.GetUtcNow() : null);
                if (undone is { IsNew: false } && grant.ExpiresAt == undone.Expires)
                {
                    grant.ExpiresAt = undone.Before;
                }

                if (!isEnd)
                {
                    var held = await db.Set<AccessAcl>().Where(a => a.GrantId == grant.Id).ToListAsync(stop);
                    db.RemoveRange(held.Where(a => acls.Contains(a.Acl)));
                }

                await GrantRecord.Save(db, grant, clock.GetUtcNow(), stop);
            },
            stop
        );

    /// <summary>Takes a release back. What no owner answered for in a review that was closed meanwhile is dropped, as it would have been then.</summary>
    /// <returns><see cref="Holding.Expired"/>: it has ended apart from this run, and stays so.</returns>
    public async Task<Holding> Reopen(RunId run, RevokeAccess step, CancellationToken stop)
    {
        var holding = Holding.RunIsOver;
        await During(
            run,
            async db =>
            {
                await ClosedMeanwhile.Lock(db, step.On, stop);
                var grant =
                    await GrantRecord.Find(db, step.On, stop)
                    ?? await db.Set<AccessGrant>()
                        .Where(g => g.ClusterId == step.On.Cluster && g.Name == step.On.Name && g.RunId == run)
                        .OrderByDescending(g => g.EndedAt)
                        .FirstOrDefaultAsync(stop);
                if (grant is null)
                {
                    holding = Holding.Expired;
                    return;
                }

                holding = Holding.Written;
                grant.EndedAt = null;
                await ClosedMeanwhile.Drop(db, grant, clock.GetUtcNow(), stop);
                await GrantRecord.Save(db, grant, clock.GetUtcNow(), stop);
                await GrantRecord.Add(db, grant, step.Acls, new HashSet<Acl>(), stop);
            },
            stop
        );
        return holding;
    }

    private async Task<bool> During(RunId run, Func<PortalDb, Task> write, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (!await db.Set<ApplyRun>().AnyAsync(r => r.Id == run && r.EndedAt == null, stop))
        {
            return false;
        }

        await write(db);
        await transaction.CommitAsync(stop);
        return true;
    }
}
