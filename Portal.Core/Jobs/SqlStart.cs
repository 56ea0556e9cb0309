using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Whether a Flink starts jobs by SQL, by what is registered of it.</summary>
internal static class SqlStart
{
    /// <summary>Null where it does, where the job is there already and may only be edited, and where the cluster has no Flink, which others say.</summary>
    public static async Task<FieldProblem?> Problem(PortalDb db, ResourceRef on, CancellationToken stop)
    {
        var lacksGateway = await db.Set<Cluster>()
            .AnyAsync(
                c =>
                    c.Id == on.Cluster
                    && c.Endpoints.Any(e => e.Kind == EndpointKind.Flink)
                    && !c.Endpoints.Any(e => e.Kind == EndpointKind.SqlGateway)
                    && !db.Set<Resource>()
                        .Any(r => r.Kind == on.Kind && r.ClusterId == c.Id && r.Name == on.Name && r.GoneAt == null),
                stop
            );
        return lacksGateway
            ? new(
                "statements",
                "The Flink of this cluster has no SQL Gateway, so it starts no SQL. Choose a JAR or another cluster, or have a platform engineer add a SQL Gateway."
            )
            : null;
    }
}
