using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>A grant whose removal is taken back comes back into its reviews: it was nobody's to answer for while it was gone.</summary>
internal static class ClosedMeanwhile
{
    /// <summary>No review of this grant is closed, or answered, until the transaction ends. Before the grant is locked, as answers lock both.</summary>
    public static Task Lock(PortalDb db, ResourceRef on, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            select from access_review where id in (
                select i.review_id from access_review_item i join access_grant g on g.id = i.grant_id
                where g.cluster_id = {on.Cluster.Value} and g.name = {on.Name}
            )
            order by id for share
            """,
            stop
        );

    /// <summary>In those that are closed, what nobody answered for is dropped.</summary>
    public static async Task Drop(PortalDb db, AccessGrant grant, DateTimeOffset now, CancellationToken stop)
    {
        var unanswered = await (
            from item in db.Set<AccessReviewItem>()
            join review in db.Set<AccessReview>() on item.ReviewId equals review.Id
            where item.GrantId == grant.Id && item.Verdict == null && review.ClosedAt != null
            orderby review.Id
            select item
        ).ToListAsync(stop);
        foreach (var item in unanswered)
        {
            (item.Verdict, item.AnsweredBy, item.AnsweredAt) = (ReviewVerdict.Drop, Actor.Clock.Name, now);
            db.Add(
                ReviewEvent.Of(now, Actor.Clock, item, ", because nobody answered before its removal was taken back")
            );
        }
    }
}
