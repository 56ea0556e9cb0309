using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

/// <summary>The resources of a change, each with its cluster and its owner.</summary>
internal static class ChangeResourceReading
{
    public static async Task<IReadOnlyList<ChangeResourceView>> Read(
        PortalDb db,
        ResourceKinds kinds,
        ChangeId id,
        CancellationToken stop
    )
    {
        var rows = await (
            from r in db.Set<ChangeResource>().AsNoTracking()
            join c in db.Set<Cluster>() on r.ClusterId equals c.Id
            join t in db.Set<Team>() on r.OwnerTeamId equals t.Id
            join n in db.Set<Team>() on r.NewOwnerTeamId equals (TeamId?)n.Id into given
            from n in given.DefaultIfEmpty()
            where r.ChangeId == id
            orderby r.Ordinal
            select new
            {
                Resource = r,
                Cluster = c.Name,
                Owner = t.Name,
                t.Title,
                NewOwner = n == null ? null : n.Name,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(r => (Row: r, Request: r.Resource.Read(kinds)))
                .Select(r => new ChangeResourceView(
                    r.Row.Resource.Ordinal,
                    r.Row.Resource.Kind,
                    r.Row.Resource.Operation,
                    r.Row.Cluster,
                    r.Row.Resource.ClusterId,
                    r.Row.Resource.Name,
                    r.Row.Resource.OwnerTeamId,
                    r.Row.Owner,
                    r.Row.Title,
                    r.Request.Wanted,
                    r.Request.Base,
                    r.Row.Resource.DependsOn,
                    r.Request.IsPermanent,
                    r.Request.KeepsLabels,
                    r.Row.NewOwner
                )
                {
                    FollowsOwner =
                        r.Request.Wanted is { } wanted
                        && kinds.Of(r.Row.Resource.Kind).OwnedWith(r.Row.Resource.ClusterId, wanted) is not null,
                }),
        ];
    }
}
