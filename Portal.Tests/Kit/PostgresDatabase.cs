using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Store;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Tests.Kit;

/// <summary>
/// A fresh database for a test class, as <c>IClassFixture&lt;PostgresDatabase&gt;</c>, copied from a template on which
/// the migrations ran and Quartz made its tables once for the whole run.
/// </summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private const string Template = "migrated";
    private static readonly Lazy<Task> Migrated = new(Migrate);
    private static int _made;
    private PostgresServer? _server;

    public string Name { get; } = $"test_{Interlocked.Increment(ref _made)}";

    public string ConnectionString => _server!.ConnectionTo(Name);

    /// <summary>For a test that wants a database of its own.</summary>
    public static async Task<PostgresDatabase> Create()
    {
        var database = new PostgresDatabase();
        await database.InitializeAsync();
        return database;
    }

    public async Task InitializeAsync()
    {
        await Migrated.Value;
        _server = await PostgresServer.Shared;
        await _server.Execute($"CREATE DATABASE {Name} TEMPLATE {Template} STRATEGY FILE_COPY");
    }

    public async Task DisposeAsync()
    {
        // Only its own: everybody else would have to connect again.
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await _server!.Execute($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    private static async Task Migrate()
    {
        var shared = await PostgresServer.Shared;
        await shared.Execute($"CREATE DATABASE {Template}");
        // A template that somebody is connected to can't be copied: no pool keeps a connection.
        var unpooled = shared.ConnectionTo(Template) + ";Pooling=false";
        await using var store = NpgsqlDataSource.Create(unpooled);
        await Migrator.Migrate(store, CancellationToken.None);
        await ProvisionCalendar(store, unpooled);
    }

    // As a worker would at its first start, and each of a run's hundred workers over a fresh database would again.
    private static async Task ProvisionCalendar(NpgsqlDataSource store, string connection)
    {
        await using (var make = store.CreateCommand(CalendarStore.Make))
        {
            await make.ExecuteNonQueryAsync();
        }

        await using var services = new ServiceCollection()
            .AddLogging()
            .AddQuartz(quartz => quartz.UseCalendarStore(connection))
            .BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.Shutdown();
    }
}
