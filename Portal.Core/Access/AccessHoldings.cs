using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access;

/// <summary>
/// Writes to the ledger of grants, each in a transaction of its own and only under the fence of the run that asks. The grant's row is locked too: an
/// access review may drop it at the same time, and what it dropped ends, whatever a run does or takes back.
/// </summary>
public sealed class AccessHoldings(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    /// <summary>Writes down what a step is about to make. Twice is once.</summary>
    /// <param name="adopted">Those of its entries that were there before any grant.</param>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task<Holding> Hold(
        FencedRun run,
        GrantAccess step,
        string? topicId,
        IReadOnlySet<Acl> adopted,
        CancellationToken stop
    ) =>
        run.Write(
            store,
            async db =>
            {
                if (step.Expires <= clock.GetUtcNow())
                {
                    return Holding.Expired;
                }

                var grant = await GrantRecord.Find(db, step.On, stop);
                if (grant is null && !step.IsNew)
                {
                    return Holding.Ended;
                }

                if (grant is not null && await AccessDrop.Of(db, grant.Id, stop) is not null)
                {
                    return Holding.Dropped;
                }

                grant ??= GrantRecord.New(db, run.Id, step, clock.GetUtcNow());
                (grant.Principal, grant.Topic, grant.TopicId) = (step.Principal, step.Topic, topicId);
                (grant.ExpiresAt, grant.RunId) = (step.Expires, run.Id);
                await db.SaveChangesAsync(stop);
                await GrantRecord.Add(db, grant, step.Acls, adopted, stop);
                await AccessEnd.Expect(db, grant, stop);
                if (step.IsWider)
                {
                    await ApprovedMeanwhile.Keep(db, kinds, run.Id, grant, clock.GetUtcNow(), stop);
                }

                return Holding.Written;
            },
            stop
        );

    /// <summary>Writes down that a grant no longer holds these. One that ends keeps them, for whoever looks back.</summary>
    /// <param name="undone">The step that is taken back: the end that it wrote goes back to the one before.</param>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task Release(
        FencedRun run,
        ResourceRef on,
        IReadOnlyCollection<Acl> acls,
        bool isEnd,
        GrantAccess? undone,
        CancellationToken stop
    ) =>
        run.Write(
            store,
            async db =>
            {
                if (await GrantRecord.Find(db, on, stop) is not { } grant)
                {
                    return;
                }

                (grant.RunId, grant.EndedAt) = (run.Id, isEnd ? clock.GetUtcNow() : null);
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
    /// <returns><see cref="Holding.Expired"/>: its time is over, or it has ended apart from this run, and what was removed stays so.</returns>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task<Holding> Reopen(FencedRun run, RevokeAccess step, CancellationToken stop) =>
        run.Write(
            store,
            async db =>
            {
                await ClosedMeanwhile.Lock(db, step.On, stop);
                var grant =
                    await GrantRecord.Find(db, step.On, stop)
                    ?? await db.Set<AccessGrant>()
                        .Where(g => g.ClusterId == step.On.Cluster && g.Name == step.On.Name && g.RunId == run.Id)
                        .OrderByDescending(g => g.EndedAt)
                        .FirstOrDefaultAsync(stop);
                // A shorter end that goes back with this run doesn't count.
                if (grant is null || (step.IsEnd && grant.ExpiresAt <= clock.GetUtcNow()))
                {
                    return Holding.Expired;
                }

                grant.EndedAt = null;
                await ClosedMeanwhile.Drop(db, grant, clock.GetUtcNow(), stop);
                await GrantRecord.Save(db, grant, clock.GetUtcNow(), stop);
                await GrantRecord.Add(db, grant, step.Acls, new HashSet<Acl>(), stop);
                return Holding.Written;
            },
            stop
        );
}
