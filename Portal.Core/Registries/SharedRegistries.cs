using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.Registries;

/// <summary>Clusters whose registry has one address: each subject of it is one thing, whichever cluster it is requested on.</summary>
public static class SharedRegistries
{
    /// <summary>The others that a registry at this address serves, by name.</summary>
    internal static async Task<IReadOnlyList<string>> At(
        PortalDb db,
        string address,
        ClusterId except,
        CancellationToken stop
    ) =>
        await (
            from e in db.Set<Endpoint>()
            join c in db.Set<Cluster>() on e.ClusterId equals c.Id
            where e.Kind == EndpointKind.Registry && e.Addresses == address
            where c.Id != except && c.DeregisteredAt == null
            orderby c.Name
            select c.Name
        ).ToListAsync(stop);

    /// <summary>By cluster, the others on its registry.</summary>
    public static async Task<ILookup<ClusterId, SharingCluster>> Of(
        PortalDb db,
        IReadOnlyCollection<ClusterId> clusters,
        CancellationToken stop
    )
    {
        var asked = clusters.ToArray();
        var pairs = await SharedAddresses
            .Pairs(db, EndpointKind.Registry)
            .Where(pair => asked.Contains(pair.Cluster))
            .ToListAsync(stop);
        return pairs.ToLookup(pair => pair.Cluster, pair => new SharingCluster(pair.Other, pair.OtherName));
    }
}

public sealed record SharingCluster(ClusterId Id, string Name);
