using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Clusters;

/// <summary>Clusters that were registered with the same registry, or the same Flink, by its address.</summary>
internal static class SharedAddresses
{
    /// <summary>Each cluster with each of the others whose engine of this kind has the same address.</summary>
    public static IQueryable<SharingPair> Pairs(DbContext store, EndpointKind kind) =>
        from own in store.Set<Endpoint>()
        join other in store.Set<Endpoint>() on own.Addresses equals other.Addresses
        join c in store.Set<Cluster>() on other.ClusterId equals c.Id
        where own.Kind == kind && other.Kind == kind
        where c.Id != own.ClusterId && c.DeregisteredAt == null
        select new SharingPair
        {
            Cluster = own.ClusterId,
            Other = c.Id,
            OtherName = c.Name,
        };
}

/// <summary>Two clusters on one engine, as a query has them.</summary>
internal sealed class SharingPair
{
    public required ClusterId Cluster { get; init; }
    public required ClusterId Other { get; init; }
    public required string OtherName { get; init; }
}
