using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines.Http;
using Portal.Engines.Secrets;

namespace Portal.Engines.Flink;

/// <summary>The clients of each Flink, kept while its registration stays what it was.</summary>
internal sealed class FlinkClusters(
    IDbContextFactory<PortalDb> store,
    SecretVault vault,
    ClusterReach reach,
    TimeProvider clock
) : IFlinkClusters, IDisposable
{
    private readonly OpenEngines<Registrations, Opened> _open = new();

    public async Task<IFlink> Open(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var endpoints = await (
            from c in db.Set<Cluster>()
            join e in db.Set<Endpoint>() on c.Id equals e.ClusterId
            where c.Id == cluster && c.DeregisteredAt == null
            where e.Kind == EndpointKind.Flink || e.Kind == EndpointKind.SqlGateway
            select new Registration(e.Kind, e.Addresses, e.Username, e.SecretId, e.CaPem, e.ClientCertificate)
        ).ToListAsync(stop);
        var rest = endpoints.Find(e => e.Kind == EndpointKind.Flink);
        var gateway = endpoints.Find(e => e.Kind == EndpointKind.SqlGateway);
        if (rest is null)
        {
            _open.Close(cluster);
            throw new EngineException(
                EngineFault.Final,
                "The cluster has no Flink. A platform engineer adds one on the cluster's page."
            );
        }

        var registered = new Registrations(rest, gateway);
        return (await _open.Of(cluster, registered, () => Open(db, registered, stop), stop)).Flink;
    }

    public void Dispose() => _open.Dispose();

    private async Task<Opened> Open(PortalDb db, Registrations registered, CancellationToken stop)
    {
        var (rest, gateway) = registered;
        var (one, other) = (await Client(db, rest, stop), gateway is null ? null : await Client(db, gateway, stop));
        var calls = new FlinkCalls(one, "Flink", one.BaseAddress!.Authority, clock);
        var flink = new FlinkCluster(
            calls,
            other is null
                ? null
                : new(
                    new(other, "The SQL Gateway", other.BaseAddress!.Authority, clock),
                    new TableSignIns(store, vault, calls)
                ),
            clock
        );
        return new(one, other, flink);
    }

    private async Task<HttpClient> Client(PortalDb db, Registration at, CancellationToken stop)
    {
        var signIn = await EngineSignIn.Stored(db, vault, at.Username, at.SecretId, at.ClientCertificate, stop);
        return EngineHttp.Client(new Uri(at.Url), FlinkCalls.Accepts, signIn, at.CaPem, reach);
    }

    /// <summary>All that decides where and as whom we connect. A new password, token or key is a new secret.</summary>
    private sealed record Registration(
        EndpointKind Kind,
        string Url,
        string? Username,
        long? SecretId,
        string? CaPem,
        string? ClientCertificate
    );

    private sealed record Registrations(Registration Rest, Registration? Gateway);

    private sealed record Opened(HttpClient One, HttpClient? Other, IFlink Flink) : IDisposable
    {
        public void Dispose()
        {
            One.Dispose();
            Other?.Dispose();
        }
    }
}
