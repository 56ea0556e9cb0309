using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access;

/// <summary>Reads what lists and pages of access are made of.</summary>
internal static class AccessRows
{
    /// <summary>By cluster and name: those that are managed, and those that a change makes that isn't over.</summary>
    /// <param name="name">Null: of any name.</param>
    public static Task<IReadOnlyList<AccessRow>> Grants(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string? name,
        CancellationToken stop
    ) => Named(db, kinds, clusters, name is null ? null : [name], stop);

    /// <summary>The same for several names, each on any of the clusters.</summary>
    /// <param name="names">Null: of any name.</param>
    public static async Task<IReadOnlyList<AccessRow>> Named(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string[]? names,
        CancellationToken stop
    )
    {
        var managed = await Managed(db, kinds, clusters, names, stop);
        var others = await UnrecordedGrants.Of(db, kinds, clusters, names, stop);
        var denies = await SeenDenies.Of(db, clusters, stop);
        return
        [
            .. managed
                .Concat(others)
                .OrderBy(row => row.Cluster, StringComparer.Ordinal)
                .ThenBy(row => row.Name, StringComparer.Ordinal)
                .Select(row => row.Granted is null ? row : row with { Denies = denies.Over(row.ClusterId, row.Spec) }),
        ];
    }

    private static async Task<IReadOnlyList<AccessRow>> Managed(
        PortalDb db,
        ResourceKinds kinds,
        IQueryable<Cluster> clusters,
        string[]? names,
        CancellationToken stop
    )
    {
        var resources = db.Set<Resource>().AsNoTracking();
        if (names is not null)
        {
            resources = resources.Where(r => names.Contains(r.Name));
        }

        var rows = await (
            from resource in resources
            join cluster in clusters on resource.ClusterId equals cluster.Id
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where resource.Kind == AccessKind.Word && resource.GoneAt == null && cluster.DeregisteredAt == null
            join granted in db.Set<AccessGrant>().Where(g => g.EndedAt == null)
                on new { resource.ClusterId, resource.Name } equals new { granted.ClusterId, granted.Name }
                into grants
            from grant in grants.DefaultIfEmpty()
            select new
            {
                Resource = resource,
                Cluster = cluster.Name,
                cluster.Environment,
                Owner = team.Name,
                team.Title,
                Grant = grant,
                Missing = db.Set<Drift>()
                    .Count(d => d.ResourceId == resource.Id && d.EndedAt == null && d.Live != AccessDrift.Wins),
                HeldBy = (
                    from target in db.Set<RunTarget>()
                    join run in db.Set<ApplyRun>() on target.RunId equals run.Id
                    where target.Kind == AccessKind.Word
                    where target.ClusterId == resource.ClusterId && target.Name == resource.Name
                    select (ChangeId?)run.ChangeId
                ).FirstOrDefault(),
                IsDropped = db.Set<AccessReviewItem>()
                    .Any(i => grant != null && i.GrantId == grant.Id && i.Verdict == ReviewVerdict.Drop),
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => new AccessRow(
                r.Resource.ClusterId,
                r.Cluster,
                r.Environment,
                r.Resource.Name,
                r.Resource.OwnerTeamId,
                r.Owner,
                r.Title,
                (AccessSpec)r.Resource.Read(kinds),
                r.Grant,
                r.Missing
            )
            {
                IsDropped = r.IsDropped,
                HeldBy = r.HeldBy,
            }),
        ];
    }
}
