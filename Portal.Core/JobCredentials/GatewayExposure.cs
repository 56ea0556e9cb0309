using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;

namespace Portal.Core.JobCredentials;

/// <summary>What jobs sign in with goes to the SQL Gateway that starts them: where that is reached without TLS, others can read it.</summary>
internal static class GatewayExposure
{
    public static async Task<IReadOnlyList<string>> At(PortalDb db, Cluster cluster, CancellationToken stop)
    {
        var gateways = await (
            from other in db.Set<Cluster>()
            join endpoint in db.Set<Endpoint>() on other.Id equals endpoint.ClusterId
            where other.Environment == cluster.Environment && other.DeregisteredAt == null
            where endpoint.Kind == EndpointKind.SqlGateway && !endpoint.Tls
            orderby other.Name
            select new { other.Name, endpoint.Addresses }
        ).ToListAsync(stop);
        return
        [
            .. gateways
                .Where(gateway => HttpRules.Parse(gateway.Addresses) is { IsLoopback: false })
                .Select(gateway =>
                    $"The SQL Gateway of {gateway.Name} is reached by http, so no password or token is sent to it and jobs that need one do not start. Set its https address."
                ),
        ];
    }
}
