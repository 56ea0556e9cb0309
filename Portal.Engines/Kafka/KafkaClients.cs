using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Kafka.Client;

namespace Portal.Engines.Kafka;

/// <summary>A registered cluster and the connections to it. Ask for it anew for each piece of work: registrations change.</summary>
/// <param name="EngineId">The id it had when it was registered.</param>
public sealed record OpenedCluster(ClusterId Id, string Name, string? EngineId, KafkaClient Client);

/// <summary>
/// One client for each registered cluster, shared by everything in this process that asks it, but for the lag cycle: a
/// broker sees two connections of ours, not one of each part.
/// </summary>
public sealed class KafkaClients(IDbContextFactory<PortalDb> store, KafkaLogin login) : IAsyncDisposable
{
    private readonly Dictionary<ClusterId, (Registration As, OpenedCluster Cluster)> _open = [];
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>The cluster as it is registered now. Connections are kept while the registration stays what it was.</summary>
    /// <exception cref="EngineException">Final: it isn't registered (any more), has no Kafka, or its password can't be read. Transient: it has just changed.</exception>
    public async Task<OpenedCluster> Open(ClusterId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var registered = await Read(db, id, stop);
        await _one.WaitAsync(stop);
        try
        {
            if (registered is not null && _open.TryGetValue(id, out var kept) && kept.As == registered)
            {
                return kept.Cluster;
            }

            if (_open.Remove(id, out var left))
            {
                await left.Cluster.Client.DisposeAsync();
            }

            var asked = registered ?? throw new EngineException(EngineFault.Final, await Missing(db, id, stop));
            var client = login.Client(await Access(db, asked, stop), new KafkaOptions());
            var opened = new OpenedCluster(id, asked.Name, asked.EngineId, client);
            _open[id] = (asked, opened);
            return opened;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Closes the connections to clusters that are registered no more, and forgets their passwords.</summary>
    public async Task CloseLeft(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var open = _open.Keys.ToArray();
            if (open.Length == 0)
            {
                return;
            }

            await using var db = await store.CreateDbContextAsync(stop);
            var registered = await db.Set<Cluster>()
                .Where(c => open.Contains(c.Id) && c.DeregisteredAt == null)
                .Select(c => c.Id)
                .ToListAsync(stop);
            foreach (var left in open.Except(registered))
            {
                if (_open.Remove(left, out var closing))
                {
                    await closing.Cluster.Client.DisposeAsync();
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, cluster) in _open.Values)
        {
            await cluster.Client.DisposeAsync();
        }

        _open.Clear();
        _one.Dispose();
    }

    private static Task<Registration?> Read(PortalDb db, ClusterId id, CancellationToken stop) =>
        (
            from cluster in db.Set<Cluster>()
            join endpoint in db.Set<Endpoint>() on cluster.Id equals endpoint.ClusterId
            where cluster.Id == id && cluster.DeregisteredAt == null && endpoint.Kind == EndpointKind.Kafka
            select new Registration(
                cluster.Name,
                cluster.EngineId,
                endpoint.Addresses,
                endpoint.Tls,
                endpoint.CaPem,
                endpoint.SaslMechanism,
                endpoint.Username,
                endpoint.SecretId
            )
        ).SingleOrDefaultAsync(stop);

    private static async Task<string> Missing(PortalDb db, ClusterId id, CancellationToken stop) =>
        await db.Set<Cluster>()
            .Where(c => c.Id == id && c.DeregisteredAt == null)
            .Select(c => c.Name)
            .SingleOrDefaultAsync(stop)
            is { } name
            ? $"{name} has no Kafka."
            : "The cluster isn't registered, or not any more.";

    private static async Task<ClusterAccess> Access(PortalDb db, Registration asked, CancellationToken stop)
    {
        var secret = await db.Set<Secret>()
            .Where(s => s.Id == asked.SecretId)
            .Select(s => s.Protected)
            .SingleOrDefaultAsync(stop);
        if (asked.SecretId is not null && secret is null)
        {
            throw EngineException.Reregistered(asked.Name);
        }

        var signIn = asked is { Mechanism: { } mechanism, Username: { } user }
            ? new ClusterSignIn(mechanism, user, new ClusterPassword.Stored(secret))
            : null;
        return new(BootstrapAddress.ParseList(asked.Addresses).Addresses, asked.Tls, asked.CaPem, signIn);
    }

    /// <summary>All that decides where and as whom we connect. A new password is a new secret.</summary>
    private sealed record Registration(
        string Name,
        string? EngineId,
        string Addresses,
        bool Tls,
        string? CaPem,
        string? Mechanism,
        string? Username,
        long? SecretId
    );
}
