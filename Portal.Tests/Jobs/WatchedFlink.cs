using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Jobs.History;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Workers.Collecting.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A store with one cluster whose Flink is scripted, and the reading of it.</summary>
internal sealed class WatchedFlink : IDbContextFactory<PortalDb>, IAsyncDisposable
{
    private readonly RecycledDatabase _database;
    private readonly DbContextOptions<PortalDb> _options;

    private WatchedFlink(RecycledDatabase database) =>
        (_database, _options) = (database, new DbContextOptionsBuilder<PortalDb>().UseNpgsql(database.Source).Options);

    public ScriptedFlink Flink { get; } = new();

    /// <summary>What was read of the cluster's Kafka.</summary>
    public HandHealth Health { get; } = new();

    public ClusterId Cluster { get; private set; }

    public string ConnectionString => _database.ConnectionString;

    public static async Task<WatchedFlink> Create()
    {
        var world = new WatchedFlink(await RecycledDatabase.Take());
        await using var db = world.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into environment (name, title, lane) values ('dev', 'Development', 1) on conflict do nothing;
            insert into region (name, title) values ('eu', 'EU') on conflict do nothing;
            """
        );
        var cluster = new Cluster
        {
            Name = "dev",
            Environment = "dev",
            Region = "eu",
            RegisteredAt = TimeProvider.System.GetUtcNow(),
            Endpoints = [new Endpoint { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:26001" }],
        };
        db.Add(cluster);
        await db.SaveChangesAsync();
        world.Cluster = cluster.Id;
        return world;
    }

    public PortalDb CreateDbContext() => new(_options);

    /// <summary>The collector has been round.</summary>
    public Task Read(TimeProvider? clock = null) =>
        new JobWatch(this, Flink, clock ?? TimeProvider.System).Look(CancellationToken.None);

    /// <summary>What a job's charts draw.</summary>
    public Task<DrawnPoints> History(string name, Window window) =>
        new JobHistory(_database.Source).Of(Cluster, name, window, CancellationToken.None);

    /// <summary>What they mark.</summary>
    public async Task<IReadOnlyList<DateTimeOffset>> Restarts(string name, Window window) =>
        await new JobHistory(_database.Source).Restarts(Cluster, name, window, CancellationToken.None);

    public async Task<JobDetails> Job(string name) =>
        (
            await new JobCatalogue(this, TestKinds.All, Health, TimeProvider.System).Get(
                "dev",
                name,
                CancellationToken.None
            )
        ).ShouldNotBeNull();

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
