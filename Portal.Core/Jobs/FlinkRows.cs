using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs;

/// <summary>The registered Flinks with how they were last read, by the name of their cluster.</summary>
internal static class FlinkRows
{
    /// <param name="name">Null: of all clusters.</param>
    public static IQueryable<FlinkRow> Of(PortalDb db, string? name = null) =>
        from cluster in db.Set<Cluster>()
        join environment in db.Set<ClusterEnvironment>() on cluster.Environment equals environment.Name
        join rest in db.Set<Endpoint>() on cluster.Id equals rest.ClusterId
        join r in db.Set<FlinkReading>() on cluster.Id equals r.ClusterId into readings
        from reading in readings.DefaultIfEmpty()
        where cluster.DeregisteredAt == null && rest.Kind == EndpointKind.Flink
        where name == null || cluster.Name == name
        orderby cluster.Name
        select new FlinkRow(
            cluster.Id,
            cluster.Name,
            cluster.Environment,
            environment.IsProduction,
            rest.Addresses,
            db.Set<Endpoint>()
                .Where(e => e.ClusterId == cluster.Id && e.Kind == EndpointKind.SqlGateway)
                .Select(e => e.Addresses)
                .SingleOrDefault(),
            reading
        );
}
