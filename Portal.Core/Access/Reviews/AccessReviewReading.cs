using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>Rounds with their progress, and what waits for somebody's answer.</summary>
public sealed class AccessReviewReading(IDbContextFactory<PortalDb> store, ResourceKinds kinds)
{
    /// <summary>Newest first.</summary>
    /// <param name="below">Only those with a lower number; null: from the newest.</param>
    public async Task<IReadOnlyList<ReviewRow>> Newest(long? below, int take, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Rows(
                db,
                db.Set<AccessReview>().Where(r => below == null || r.Id < below).OrderByDescending(r => r.Id).Take(take)
            )
            .ToListAsync(stop);
    }

    /// <summary>Null when there is none of that number.</summary>
    public async Task<ReviewDetails?> Of(Caller who, long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Rows(db, db.Set<AccessReview>().Where(r => r.Id == id)).SingleOrDefaultAsync(stop) is { } row
            ? new(row, [.. (await ReviewItems.Of(db, kinds, who, ItemsOf(db, id), stop)).Select(item => item.Row)])
            : null;
    }

    /// <summary>What this person has to answer for, by the end of the rounds. One query: of whose data it goes by what <see cref="AccessReviewOwners"/> wrote down.</summary>
    public async Task<IReadOnlyList<ReviewToAnswer>> For(Caller who, DateTimeOffset now, CancellationToken stop)
    {
        TeamId[] teams = [.. who.Memberships.Where(m => m.Role == Role.Approver).Select(m => m.TeamId).Distinct()];
        if (teams.Length == 0 || who.IsBootstrap || who.IsServiceAccount)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var approvers = EligibleApprover.All(db);
        var platform = db.Set<Team>().Where(t => t.Name == Team.PlatformName);
        var authors = GrantAuthor.ByAllAccounts(db);
        string[] names = [.. who.Actor.Names];
        var mine = await (
            from item in ReviewItems.Unanswered(db)
            join review in db.Set<AccessReview>() on item.ReviewId equals review.Id
            where review.ClosedAt == null && review.EndsAt > now
            // As ReviewAnswerers has it.
            let isOwn = authors.Any(a => a.GrantId == item.GrantId && names.Contains(a.Author))
            let byOwner = approvers.Any(a =>
                a.Team == item.OwnerTeamId && !authors.Any(its => its.GrantId == item.GrantId && its.Author == a.Handle)
            )
            let byPlatform = approvers.Any(a =>
                platform.Any(t => t.Id == a.Team)
                && !authors.Any(its => its.GrantId == item.GrantId && its.Author == a.Handle)
            )
            where
                byOwner ? !isOwn && teams.Contains(item.OwnerTeamId)
                : byPlatform ? !isOwn && platform.Any(t => teams.Contains(t.Id))
                : approvers.Any(a => a.Team == item.OwnerTeamId) ? teams.Contains(item.OwnerTeamId)
                : platform.Any(t => teams.Contains(t.Id))
            group item by new
            {
                review.Id,
                review.OpenedAt,
                review.EndsAt,
            } into its
            orderby its.Key.EndsAt
            select new
            {
                its.Key.Id,
                its.Key.OpenedAt,
                its.Key.EndsAt,
                Grants = its.Count(),
            }
        ).ToListAsync(stop);
        return mine.ConvertAll(of => new ReviewToAnswer(
            of.Id,
            of.Grants,
            of.EndsAt,
            IsReminder: AccessReview.RemindsAt(of.OpenedAt, of.EndsAt) <= now
        ));
    }

    private static IQueryable<AccessReviewItem> ItemsOf(PortalDb db, long review) =>
        db.Set<AccessReviewItem>().AsNoTracking().Where(i => i.ReviewId == review);

    private static IQueryable<ReviewRow> Rows(PortalDb db, IQueryable<AccessReview> reviews)
    {
        var (items, unanswered) = (db.Set<AccessReviewItem>(), ReviewItems.Unanswered(db));
        return from review in reviews
            join t in db.Set<Team>() on review.TeamId equals (TeamId?)t.Id into teams
            from team in teams.DefaultIfEmpty()
            let kept = items.Count(i => i.ReviewId == review.Id && i.Verdict == ReviewVerdict.Keep)
            let dropped = items.Count(i => i.ReviewId == review.Id && i.Verdict == ReviewVerdict.Drop)
            let all = items.Count(i => i.ReviewId == review.Id)
            let open = unanswered.Count(i => i.ReviewId == review.Id)
            select new ReviewRow(
                review.Id,
                team == null ? null : team.Name,
                team == null ? null : team.Title,
                review.Reason,
                review.OpenedBy,
                review.OpenedAt,
                review.EndsAt,
                review.RemindedAt,
                review.ClosedAt,
                kept,
                dropped,
                all - kept - dropped - open,
                open
            );
    }
}
