using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>
/// Grants that the ledger has and that aren't managed yet: the change that makes them isn't over. Their ACLs count on the cluster, so they are shown
/// with what that change requests.
/// </summary>
internal static class UnrecordedGrants
{
    /// <param name="names">Null: of any name.</param>
    public static async Task<IReadOnlyList<AccessRow>> Of(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string[]? names,
        CancellationToken stop
    )
    {
        var open = db.Set<AccessGrant>().AsNoTracking().Where(g => g.EndedAt == null);
        if (names is not null)
        {
            open = open.Where(g => names.Contains(g.Name));
        }

        var rows = await (
            from unrecorded in Among(db, open)
            let grant = unrecorded.Grant
            let wish = unrecorded.Wish
            join cluster in clusters on grant.ClusterId equals cluster.Id
            join team in db.Set<Team>() on wish.OwnerTeamId equals team.Id
            where cluster.DeregisteredAt == null && wish.Wanted != null
            select new
            {
                Grant = grant,
                Cluster = cluster.Name,
                cluster.Environment,
                Wish = wish,
                Owner = team.Name,
                team.Title,
                IsDropped = db.Set<AccessReviewItem>()
                    .Any(i => i.GrantId == grant.Id && i.Verdict == ReviewVerdict.Drop),
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new AccessRow(
                r.Grant.ClusterId,
                r.Cluster,
                r.Environment,
                r.Grant.Name,
                r.Wish.OwnerTeamId,
                r.Owner,
                r.Title,
                (AccessSpec)r.Wish.Read(kinds).Wanted!,
                r.Grant,
                Missing: 0
            )
            {
                IsDropped = r.IsDropped,
                HeldBy = r.Wish.ChangeId,
                IsManaged = false,
            }),
        ];
    }

    /// <summary>Those of these grants that aren't managed yet, each with what the change that makes it requests.</summary>
    /// <param name="open">None that has ended.</param>
    public static IQueryable<Unrecorded> Among(PortalDb db, IQueryable<AccessGrant> open) =>
        from grant in open
        join run in db.Set<ApplyRun>() on grant.RunId equals run.Id
        join wish in db.Set<ChangeResource>()
            on new
            {
                run.ChangeId,
                grant.ClusterId,
                grant.Name,
            } equals new
            {
                wish.ChangeId,
                wish.ClusterId,
                wish.Name,
            }
        where wish.Kind == AccessKind.Word
        where
            !db.Set<Resource>()
                .Any(r =>
                    r.Kind == AccessKind.Word
                    && r.ClusterId == grant.ClusterId
                    && r.Name == grant.Name
                    && r.GoneAt == null
                )
        select new Unrecorded { Grant = grant, Wish = wish };

    public sealed class Unrecorded
    {
        public required AccessGrant Grant { get; init; }

        public required ChangeResource Wish { get; init; }
    }
}
