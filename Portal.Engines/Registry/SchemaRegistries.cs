using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines.Http;
using Portal.Engines.Secrets;

namespace Portal.Engines.Registry;

/// <summary>One client for each registry, kept while its registration stays what it was.</summary>
internal sealed class SchemaRegistries(
    IDbContextFactory<PortalDb> store,
    SecretVault vault,
    ClusterReach reach,
    TimeProvider clock
) : ISchemaRegistries, IDisposable
{
    private readonly OpenEngines<Registration, Opened> _open = new();

    public async Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var registered = await (
            from c in db.Set<Cluster>()
            join e in db.Set<Endpoint>() on c.Id equals e.ClusterId
            where c.Id == cluster && c.DeregisteredAt == null && e.Kind == EndpointKind.Registry
            select new Registration(e.Addresses, e.Username, e.SecretId, e.CaPem, e.ClientCertificate)
        ).SingleOrDefaultAsync(stop);
        if (registered is null)
        {
            _open.Close(cluster);
            throw new EngineException(
                EngineFault.Final,
                "The cluster has no schema registry. A platform engineer adds one on the cluster's page."
            );
        }

        return (await _open.Of(cluster, registered, () => Open(db, registered, stop), stop)).Registry;
    }

    public void Dispose() => _open.Dispose();

    private async Task<Opened> Open(PortalDb db, Registration registered, CancellationToken stop)
    {
        var url = new Uri(registered.Url);
        var signIn = await EngineSignIn.Stored(
            db,
            vault,
            registered.Username,
            registered.SecretId,
            registered.ClientCertificate,
            stop
        );
        var http = EngineHttp.Client(url, RegistryCalls.Accepts, signIn, registered.CaPem, reach);
        // One that is down is down for every cluster that has it. Who trusts another authority may fail by that alone.
        var resilience =
            _open
                .All.FirstOrDefault(other => other.As.Url == registered.Url && other.As.CaPem == registered.CaPem)
                .Opened?.Resilience
            ?? new RegistryResilience(url.Authority, clock);
        var calls = new RegistryCalls(http, url.Authority, clock, resilience);
        return new(http, resilience, new SchemaRegistry(calls) { As = Same(registered, signIn) });
    }

    // Each cluster keeps a secret of its own: what is compared is what it stands for. It can't be read from this.
    private static string Same(Registration registered, EngineSignIn? signIn) =>
        Convert.ToHexString(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(
                    new[] { registered.Url, registered.CaPem, registered.ClientCertificate, $"{signIn?.Header}" }
                )
            )
        );

    /// <summary>All that decides where and as whom we connect. A new password, token or key is a new secret.</summary>
    private sealed record Registration(
        string Url,
        string? Username,
        long? SecretId,
        string? CaPem,
        string? ClientCertificate
    );

    private sealed record Opened(HttpClient Http, RegistryResilience Resilience, ISchemaRegistry Registry) : IDisposable
    {
        public void Dispose() => Http.Dispose();
    }
}
