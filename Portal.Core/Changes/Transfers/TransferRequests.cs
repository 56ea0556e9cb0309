using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Changes.Requests;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Transfers;

/// <summary>A resource that a team owns and can give away.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record TransferableResource(ResourceKind Kind, string Cluster, string Environment, string Name);

/// <summary>Requests the transfer of several resources at once: a change for each environment, and all of them or none.</summary>
public sealed class TransferRequests(
    IDbContextFactory<PortalDb> store,
    ResourceKinds kinds,
    ChangeRequests requests,
    IOptions<RequestOptions> limits
)
{
    /// <summary>What a team owns, by environment in their order, kind, cluster and name; what goes along with other resources isn't among it.</summary>
    /// <param name="team">The team's name.</param>
    public async Task<IReadOnlyList<TransferableResource>> Of(string team, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        ResourceKind[] own = [.. kinds.All.Where(kind => !kind.FollowsOwner).Select(kind => kind.Kind)];
        return await (
            from resource in db.Set<Resource>()
            join owner in db.Set<Team>() on resource.OwnerTeamId equals owner.Id
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            join environment in db.Set<ClusterEnvironment>() on cluster.Environment equals environment.Name
            where owner.Name == team && resource.GoneAt == null && cluster.DeregisteredAt == null
            where own.Contains(resource.Kind)
            orderby environment.Order, resource.Kind, cluster.Name, resource.Name
            select new TransferableResource(resource.Kind, cluster.Name, environment.Name, resource.Name)
        ).ToListAsync(stop);
    }

    /// <param name="to">The name of the team that is to own them.</param>
    /// <returns>The changes, each of one environment and of at most as many resources as a change holds.</returns>
    public async Task<Outcome<IReadOnlyList<ChangeId>>> Submit(
        Caller who,
        IReadOnlyList<TransferableResource> given,
        string to,
        string reason,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var changes = new List<ChangeId>();
        foreach (
            var together in given
                .GroupBy(resource => resource.Environment, StringComparer.Ordinal)
                .SelectMany(resources => resources.Chunk(limits.Value.MostResources))
        )
        {
            var drafts = together.Select(r => new ResourceDraft(
                r.Kind,
                ResourceOperation.Transfer,
                r.Cluster,
                r.Name,
                null
            ));
            switch (await requests.Submit(db, who, new ChangeDraft("", reason, to, [.. drafts]), stop))
            {
                case Outcome<ChangeId>.Refused(var why):
                    return why;
                case Outcome<ChangeId>.Done(var id):
                    changes.Add(id);
                    break;
            }
        }

        await transaction.CommitAsync(stop);
        return new Outcome<IReadOnlyList<ChangeId>>.Done(changes);
    }
}
