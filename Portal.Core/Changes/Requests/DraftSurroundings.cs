using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>A cluster as a request needs it.</summary>
/// <param name="Registry">The address of its schema registry; null when it has none.</param>
/// <param name="Sharing">The other clusters on that registry, by name.</param>
internal sealed record DraftCluster(
    ClusterId Id,
    string Name,
    string Environment,
    bool IsProduction,
    bool HasKafka,
    string? Registry,
    IReadOnlyList<SharingCluster> Sharing
)
{
    /// <summary>Those that a draft names and that are registered, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, DraftCluster>> Read(
        PortalDb db,
        ChangeDraft draft,
        CancellationToken stop
    )
    {
        var names = draft.Resources.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).ToArray();
        var sharing = SharedAddresses.Pairs(db, EndpointKind.Registry);
        return await (
            from c in db.Set<Cluster>()
            join e in db.Set<ClusterEnvironment>() on c.Environment equals e.Name
            where names.Contains(c.Name) && c.DeregisteredAt == null
            select new DraftCluster(
                c.Id,
                c.Name,
                c.Environment,
                e.IsProduction,
                c.Endpoints.Any(at => at.Kind == EndpointKind.Kafka),
                db.Set<Endpoint>()
                    .Where(at => at.ClusterId == c.Id && at.Kind == EndpointKind.Registry)
                    .Select(at => at.Addresses)
                    .SingleOrDefault(),
                sharing
                    .Where(pair => pair.Cluster == c.Id)
                    .OrderBy(pair => pair.OtherName)
                    .Select(pair => new SharingCluster(pair.Other, pair.OtherName))
                    .ToList()
            )
        ).ToDictionaryAsync(c => c.Name, StringComparer.Ordinal, stop);
    }
}

/// <summary>A managed resource as a request needs it.</summary>
/// <param name="Spec">What is wanted of it now.</param>
internal sealed record DraftResource(TeamId Owner, string OwnerTitle, ResourceSpec Spec);
