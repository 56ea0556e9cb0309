using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// Writes down whose the data of open rounds is by now: the overview of each approver goes by it, in one query. The end of a round renews it first. A round's own page, and
/// whoever answers there, look themselves.
/// </summary>
public sealed class AccessReviewOwners(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    /// <summary>One query, while no round is open.</summary>
    public async Task Renew(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await Renew(db, db.Set<AccessReview>().Where(r => r.ClosedAt == null && r.EndsAt > now), stop);
    }

    /// <summary>Of one round, in a transaction that the caller has begun.</summary>
    internal Task Renew(PortalDb db, long review, CancellationToken stop) =>
        Renew(db, db.Set<AccessReview>().Where(r => r.Id == review), stop);

    private async Task Renew(PortalDb db, IQueryable<AccessReview> rounds, CancellationToken stop)
    {
        var open = await (
            from item in ReviewItems.Unanswered(db)
            join review in rounds on item.ReviewId equals review.Id
            join resource in db.Set<Resource>()
                on new { item.ClusterId, item.Name } equals new { resource.ClusterId, resource.Name }
            where resource.Kind == AccessKind.Word && resource.GoneAt == null
            select new
            {
                item.ReviewId,
                item.GrantId,
                item.ClusterId,
                item.OwnerTeamId,
                resource.Spec,
            }
        ).ToListAsync(stop);
        if (open.Count == 0)
        {
            return;
        }

        var owned = open.ConvertAll(item =>
            (Item: item, Source: ReviewItems.SourceOf(kinds, item.ClusterId, item.Spec))
        );
        var owners = await OwnersAfter.Now([.. owned.Select(o => o.Source).OfType<OwnerSource>()], db, stop);
        foreach (var (item, source) in owned)
        {
            if (source is not null && owners.OwnerOf(source).Id is var owner && owner != item.OwnerTeamId)
            {
                // Each by itself: who answers holds several at once. Another owner wasn't reminded yet.
                await db.Set<AccessReviewItem>()
                    .Where(i => i.ReviewId == item.ReviewId && i.GrantId == item.GrantId)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(i => i.OwnerTeamId, owner)
                                .SetProperty(i => i.RemindedAt, (DateTimeOffset?)null),
                        stop
                    );
            }
        }
    }
}
