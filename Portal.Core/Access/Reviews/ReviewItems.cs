using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
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

    /// <summary>As somebody sees them: by owner, cluster and name. Who owned the data when a grant was given answers for it no more once another team has it.</summary>
    /// <param name="items">Of one round, or of several.</param>
    public static async Task<IReadOnlyList<(AccessReviewItem Item, ReviewItemRow Row)>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Caller who,
        IQueryable<AccessReviewItem> items,
        CancellationToken stop
    )
    {
        var rows = await (
            from item in items
            join cluster in db.Set<Cluster>() on item.ClusterId equals cluster.Id
            join held in InForce(db) on item.GrantId equals held.Id into grants
            from grant in grants.DefaultIfEmpty()
            join managed in db.Set<Resource>().Where(r => r.Kind == AccessKind.Word && r.GoneAt == null)
                on new { item.ClusterId, item.Name } equals new { managed.ClusterId, managed.Name }
                into resources
            from resource in resources.DefaultIfEmpty()
            select new
            {
                Item = item,
                Cluster = cluster.Name,
                IsInForce = grant != null,
                Expires = grant == null ? null : grant.ExpiresAt,
                Spec = grant == null || resource == null ? null : resource.Spec,
            }
        ).ToListAsync(stop);
        var owned = rows.ConvertAll(r => (r.Item, Row: r, Source: SourceOf(kinds, r.Item.ClusterId, r.Spec)));
        var owners = await OwnersAfter.Now([.. owned.Select(o => o.Source).OfType<OwnerSource>()], db, stop);
        var platform = owners.Platform.Id;
        var approvers = await EligibleApprover.All(db).Select(a => new { a.Team, a.Handle }).ToListAsync(stop);
        var answerers = new ReviewAnswerers(approvers.ToLookup(a => a.Team, a => a.Handle), platform);
        var authors = (
            await GrantAuthor.ByAllAccounts(db).Where(a => items.Any(i => i.GrantId == a.GrantId)).ToListAsync(stop)
        ).ToLookup(a => a.GrantId, a => a.Author);
        return
        [
            .. owned
                .Select(of =>
                {
                    var (item, row, source) = of;
                    var owner = source is null ? owners.Teams[item.OwnerTeamId] : owners.OwnerOf(source);
                    var (team, except) = answerers.Keep(owner.Id, [.. authors[item.GrantId]]);
                    var isAnswerable = answerers.Has(owner.Id);
                    var keep = Authority.May(who, new CallerAction.KeepAccess(team, except));
                    var drop = Authority.May(who, new CallerAction.AnswerAccessReview(answerers.Drop(owner.Id)));
                    return (
                        Item: item,
                        Row: new ReviewItemRow(
                            row.Cluster,
                            item.Name,
                            item.Principal,
                            item.Act,
                            owner.Name,
                            owner.Title,
                            row.Expires,
                            item.Verdict,
                            item.AnsweredBy,
                            item.AnsweredAt,
                            row.IsInForce,
                            isAnswerable,
                            isAnswerable && team == platform && owner.Id != platform,
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

    /// <returns>Null: it isn't in force, or isn't managed yet, so whoever had it when the round was opened has it.</returns>
    public static OwnerSource? SourceOf(ResourceKinds kinds, ClusterId cluster, string? spec) =>
        spec is not null && kinds.Of(AccessKind.Word) is { } kind ? kind.OwnedWith(cluster, kind.ReadSpec(spec)) : null;
}
