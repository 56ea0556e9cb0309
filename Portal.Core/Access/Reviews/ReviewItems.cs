using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>The grants of rounds: what they are now, and who answers for each.</summary>
internal static class ReviewItems
{
    /// <summary>Those that nobody answered for and whose grants are in force.</summary>
    public static IQueryable<AccessReviewItem> Unanswered(PortalDb db) =>
        from item in db.Set<AccessReviewItem>()
        where item.Verdict == null && InForce(db).Any(g => g.Id == item.GrantId)
        select item;

    // One whose removal is under way too: that may be taken back.
    private static IQueryable<AccessGrant> InForce(PortalDb db) =>
        db.Set<AccessGrant>()
            .Where(g => g.EndedAt == null || db.Set<ApplyRun>().Any(run => run.Id == g.RunId && run.EndedAt == null));

    /// <summary>The same grants in the other rounds that are open, by grant; none that was dropped there.</summary>
    public static async Task<ILookup<long, AccessReviewItem>> InOtherRounds(
        PortalDb db,
        long review,
        IReadOnlyCollection<long> grants,
        DateTimeOffset now,
        CancellationToken stop
    ) =>
        (
            await (
                from item in db.Set<AccessReviewItem>()
                join other in db.Set<AccessReview>() on item.ReviewId equals other.Id
                where other.Id != review && other.ClosedAt == null && other.EndsAt > now
                where grants.Contains(item.GrantId) && item.Verdict != ReviewVerdict.Drop
                orderby item.ReviewId
                select item
            ).ToListAsync(stop)
        ).ToLookup(item => item.GrantId);

    /// <summary>Those of one round, as somebody sees them: by owner, cluster and name.</summary>
    public static async Task<IReadOnlyList<(AccessReviewItem Item, ReviewItemRow Row)>> Of(
        PortalDb db,
        Caller who,
        long id,
        CancellationToken stop
    )
    {
        var rows = await (
            from item in db.Set<AccessReviewItem>()
            join cluster in db.Set<Cluster>() on item.ClusterId equals cluster.Id
            join held in InForce(db) on item.GrantId equals held.Id into grants
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
        var platform = teams.Values.Single(t => t.Name == Team.PlatformName).Id;
        var approvers = await EligibleApprover.All(db).Select(a => new { a.Team, a.Handle }).ToListAsync(stop);
        var answerers = new ReviewAnswerers(approvers.ToLookup(a => a.Team, a => a.Handle), platform);
        var authors = (
            await GrantAuthor
                .ByAllAccounts(db)
                .Where(a => db.Set<AccessReviewItem>().Any(i => i.ReviewId == id && i.GrantId == a.GrantId))
                .ToListAsync(stop)
        ).ToLookup(a => a.GrantId, a => a.Author);
        return
        [
            .. rows.Select(r =>
                {
                    var (team, except) = answerers.Keep(r.Owner, [.. authors[r.Item.GrantId]]);
                    var keep = Authority.May(who, new CallerAction.KeepAccess(team, except));
                    var drop = Authority.May(who, new CallerAction.AnswerAccessReview(answerers.Drop(r.Owner)));
                    return (
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
                            team == platform && r.Owner != platform,
                            keep.Granted || drop.Granted,
                            keep
                        )
                    );
                })
                .OrderBy(item => item.Row.OwnerTitle, StringComparer.Ordinal)
                .ThenBy(item => item.Row.Cluster, StringComparer.Ordinal)
                .ThenBy(item => item.Row.Name, StringComparer.Ordinal),
        ];
    }
}
