using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// An owner who approves more access or more time while a round is open has answered: the grant is kept. What was approved before the round counts for
/// nothing in it.
/// </summary>
internal static class ApprovedMeanwhile
{
    /// <param name="run">Which writes the grant, locked in this transaction.</param>
    public static async Task Keep(
        PortalDb db,
        ResourceKinds kinds,
        RunId run,
        AccessGrant grant,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var open = await (
            from item in db.Set<AccessReviewItem>()
            join review in db.Set<AccessReview>() on item.ReviewId equals review.Id
            where item.GrantId == grant.Id && item.Verdict == null && review.ClosedAt == null && review.EndsAt > now
            orderby review.Id
            select new { Item = item, review.OpenedAt }
        ).ToListAsync(stop);
        if (open.Count == 0)
        {
            return;
        }

        var spec = await db.Set<Resource>()
            .Where(r => r.Kind == AccessKind.Word && r.GoneAt == null)
            .Where(r => r.ClusterId == grant.ClusterId && r.Name == grant.Name)
            .Select(r => r.Spec)
            .SingleOrDefaultAsync(stop);
        if (ReviewItems.SourceOf(kinds, grant.ClusterId, spec) is not { } source)
        {
            return;
        }

        var owner = (await OwnersAfter.Now([source], db, stop)).OwnerOf(source).Id;
        var approval = await (
            from its in db.Set<ApplyRun>()
            join vote in db.Set<Vote>() on its.PlanId equals vote.PlanId
            join step in db.Set<ApprovalStep>() on vote.StepId equals (long?)step.Id
            where its.Id == run && step.TeamId == owner && !step.IsOverride
            where vote.WithdrawnAt == null && vote.Verdict == VoteVerdict.Approve
            orderby vote.At descending
            select new { vote.Actor, vote.At }
        ).FirstOrDefaultAsync(stop);
        foreach (var answered in open.Where(o => approval?.At >= o.OpenedAt).Select(o => o.Item))
        {
            (answered.Verdict, answered.AnsweredBy, answered.AnsweredAt) = (
                ReviewVerdict.Keep,
                approval!.Actor.Name,
                approval.At
            );
            db.Add(ReviewEvent.Of(now, approval.Actor, answered, ", by approving a change of it"));
        }

        await db.SaveChangesAsync(stop);
    }
}
