using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>Rounds with their progress, and what waits for somebody's answer.</summary>
public sealed class AccessReviewReading(IDbContextFactory<PortalDb> store)
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
            ? new(row, [.. (await Items(db, who, id, stop)).Select(item => item.Row)])
            : null;
    }

    /// <summary>What this person has to answer for, by the end of the rounds. One query.</summary>
    public async Task<IReadOnlyList<ReviewToAnswer>> For(Caller who, DateTimeOffset now, CancellationToken stop)
    {
        var teams = who.Memberships.Where(m => m.Role == Role.Approver).Select(m => m.TeamId).Distinct().ToArray();
        if (teams.Length == 0)
        {
            return [];
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from item in Unanswered(db)
            join review in db.Set<AccessReview>() on item.ReviewId equals review.Id
            join resource in db.Set<Resource>()
                on new { item.ClusterId, item.Name } equals new { resource.ClusterId, resource.Name }
            where review.ClosedAt == null && review.EndsAt > now
            where resource.Kind == AccessKind.Word && resource.GoneAt == null && teams.Contains(resource.OwnerTeamId)
            group item by new
            {
                review.Id,
                review.EndsAt,
                Reminded = review.RemindedAt != null,
            } into mine
            orderby mine.Key.EndsAt
            select new ReviewToAnswer(mine.Key.Id, mine.Count(), mine.Key.EndsAt, mine.Key.Reminded)
        ).ToListAsync(stop);
    }

    /// <summary>Those that nobody answered for and whose grants are in force.</summary>
    internal static IQueryable<AccessReviewItem> Unanswered(PortalDb db) =>
        from item in db.Set<AccessReviewItem>()
        where item.Verdict == null && db.Set<AccessGrant>().Any(g => g.Id == item.GrantId && g.EndedAt == null)
        select item;

    internal async Task<IReadOnlyList<(AccessReviewItem Item, ReviewItemRow Row)>> Items(
        PortalDb db,
        Caller who,
        long id,
        CancellationToken stop
    )
    {
        var rows = await (
            from item in db.Set<AccessReviewItem>()
            join cluster in db.Set<Cluster>() on item.ClusterId equals cluster.Id
            join held in db.Set<AccessGrant>().Where(g => g.EndedAt == null) on item.GrantId equals held.Id into grants
            from grant in grants.DefaultIfEmpty()
            join managed in db.Set<Resource>().Where(r => r.Kind == AccessKind.Word && r.GoneAt == null)
                on new { item.ClusterId, item.Name } equals new { managed.ClusterId, managed.Name }
                into resources
            from resource in resources.DefaultIfEmpty()
            where item.ReviewId == id
            select new
            {
                Item = item,
                Cluster = cluster.Name,
                IsInForce = grant != null,
                Expires = grant == null ? null : grant.ExpiresAt,
                // Whose the data is by now: a transfer may have given it to another team meanwhile.
                Owner = grant == null || resource == null ? item.OwnerTeamId : resource.OwnerTeamId,
            }
        ).ToListAsync(stop);
        var teams = await db.Set<Team>().AsNoTracking().ToDictionaryAsync(t => t.Id, stop);
        return
        [
            .. rows.Select(r =>
                    (
                        r.Item,
                        Row: new ReviewItemRow(
                            r.Cluster,
                            r.Item.Name,
                            r.Item.Principal,
                            r.Item.Act,
                            teams[r.Owner].Name,
                            teams[r.Owner].Title,
                            r.Expires,
                            r.Item.Verdict,
                            r.Item.AnsweredBy,
                            r.Item.AnsweredAt,
                            r.IsInForce,
                            Authority.May(who, new CallerAction.AnswerAccessReview(r.Owner)).Granted
                        )
                    )
                )
                .OrderBy(item => item.Row.OwnerTitle, StringComparer.Ordinal)
                .ThenBy(item => item.Row.Cluster, StringComparer.Ordinal)
                .ThenBy(item => item.Row.Name, StringComparer.Ordinal),
        ];
    }

    private static IQueryable<ReviewRow> Rows(PortalDb db, IQueryable<AccessReview> reviews)
    {
        var (items, unanswered) = (db.Set<AccessReviewItem>(), Unanswered(db));
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
