using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<ClusterId, Opened> _open = new();

    // Of two who come at once the second finds the first one's client, and doesn't close it.
    private readonly SemaphoreSlim _opening = new(1, 1);

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
            Close(cluster);
            throw new EngineException(
                EngineFault.Final,
                "The cluster has no schema registry. A platform engineer adds one on the cluster's page."
            );
        }

        if (Kept(cluster, registered) is { } known)
        {
            return known;
        }

        await _opening.WaitAsync(stop);
        try
        {
            if (Kept(cluster, registered) is { } opened)
            {
                return opened;
            }

            Close(cluster);
            return (_open[cluster] = await Open(db, registered, stop)).Registry;
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose()
    {
        foreach (var cluster in _open.Keys)
        {
            Close(cluster);
        }

        _opening.Dispose();
    }

    private ISchemaRegistry? Kept(ClusterId cluster, Registration registered) =>
        _open.GetValueOrDefault(cluster) is { } kept && kept.As == registered ? kept.Registry : null;

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
                .Values.FirstOrDefault(other => other.As.Url == registered.Url && other.As.CaPem == registered.CaPem)
                ?.Resilience
            ?? new RegistryResilience(url.Authority, clock);
        var calls = new RegistryCalls(http, url.Authority, clock, resilience);
        return new(registered, http, resilience, new SchemaRegistry(calls));
    }

    private void Close(ClusterId cluster)
    {
        if (_open.TryRemove(cluster, out var left))
        {
            left.Http.Dispose();
        }
    }

    /// <summary>All that decides where and as whom we connect. A new password, token or key is a new secret.</summary>
    private sealed record Registration(
        string Url,
        string? Username,
        long? SecretId,
        string? CaPem,
        string? ClientCertificate
    );

    private sealed record Opened(
        Registration As,
        HttpClient Http,
        RegistryResilience Resilience,
        ISchemaRegistry Registry
    );
}
