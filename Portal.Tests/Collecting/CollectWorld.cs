using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Health;
using Portal.Core.Health.Snapshots;
using Portal.Core.Store;
using Portal.Engines.Collecting;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>A store with registered clusters, and workers that collect them at a short interval.</summary>
internal sealed class CollectWorld : IAsyncDisposable
{
    private readonly RecycledDatabase? _database;
    private readonly List<CollectingWorker> _workers = [];
    private readonly StoreWatch _watch;

    private CollectWorld(RecycledDatabase? database, NpgsqlDataSource store)
    {
        (_database, Store) = (database, store);
        _watch = new StoreWatch(store, TimeProvider.System, NullLogger<StoreWatch>.Instance);
    }

    public NpgsqlDataSource Store { get; }

    /// <summary>For processes of their own; only of a store that is this world's.</summary>
    public string Address => _database!.ConnectionString;

    public static CollectingOptions Fast =>
        new()
        {
            Every = TimeSpan.FromMilliseconds(100),
            TopicsEvery = TimeSpan.FromMilliseconds(200),
            MembersEvery = TimeSpan.FromMilliseconds(200),
            FirstOffsetsEvery = TimeSpan.FromMilliseconds(200),
            StableOffsetsEvery = TimeSpan.FromMilliseconds(200),
            TransactionLimitEvery = TimeSpan.FromMilliseconds(200),
            ReleaseEvery = TimeSpan.FromMilliseconds(200),
            LookEvery = TimeSpan.FromMilliseconds(100),
            Lease = TimeSpan.FromSeconds(2),
        };

    public static async Task<CollectWorld> Create()
    {
        var database = await RecycledDatabase.Take();
        var world = new CollectWorld(database, database.Source);
        await world.Execute(
            """
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            """
        );
        return world;
    }

    /// <summary>On a store that is somebody else's to end.</summary>
    public static CollectWorld Over(string store) => new(null, NpgsqlDataSource.Create(store));

    public Task<ClusterId> Register(string name, string? engineId = null) =>
        Register(name, engineId, "kafka", "127.0.0.1:26000");

    /// <summary>One without Kafka.</summary>
    public Task<ClusterId> RegisterFlink(string name) => Register(name, null, "flink", "http://127.0.0.1:26001");

    private async Task<ClusterId> Register(string name, string? engineId, string kind, string addresses)
    {
        await using var command = Store.CreateCommand(
            """
            with made as (
                insert into cluster (name, environment, region, engine_id, registered_at)
                values ($1, 'dev', 'eu', $2, now()) returning id
            )
            insert into endpoint (cluster_id, kind, addresses) select id, $3, $4 from made
            returning cluster_id
            """
        );
        command.Parameters.AddWithValue(name);
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = engineId });
        command.Parameters.AddWithValue(kind);
        command.Parameters.AddWithValue(addresses);
        return new ClusterId((int)(await command.ExecuteScalarAsync())!);
    }

    public async Task<CollectingWorker> Worker(
        ICollectedClusters clusters,
        CollectingOptions? options = null,
        ILogger<CollectingWorker>? log = null,
        TimeProvider? clock = null
    )
    {
        var worker = new CollectingWorker(
            Store,
            _watch,
            clusters,
            Options.Create(options ?? Fast),
            clock ?? TimeProvider.System,
            log ?? NullLogger<CollectingWorker>.Instance
        );
        _workers.Add(worker);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    /// <summary>What a page would see now.</summary>
    public async Task<ClusterSnapshot> Snapshot(ClusterId cluster)
    {
        await using var moment = await Moment.Of(Store, CancellationToken.None);
        var row = (await CollectorRow.Read(moment.Ask, cluster, CancellationToken.None)).Single();
        return await new SnapshotSource().Refresh(moment.Ask, row, CancellationToken.None);
    }

    /// <summary>Waits until a page sees what the test waits for.</summary>
    public Task<ClusterSnapshot> Seen(ClusterId cluster, Func<ClusterSnapshot, bool> condition) =>
        Deadline.For(async () => await Snapshot(cluster) is var seen && condition(seen) ? seen : null);

    public async Task<T?> Scalar<T>(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public async Task Execute(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        _watch.Dispose();
        await (_database is null ? Store.DisposeAsync() : _database.DisposeAsync());
    }
}
