using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Workers.Hosting;

namespace Portal.Tests.Hosting;

/// <summary>A store that answers and takes nothing that is written, as a primary that another server took over from.</summary>
public sealed class ReadOnlyStoreTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private NpgsqlDataSource _store = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        await IsReadOnly("on");
        _store = NpgsqlDataSource.Create(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_it_refuses_is_met_as_its_silence()
    {
        await using var write = _store.CreateCommand("insert into team (name, title) values ('late', 'Late')");
        var refused = await Should.ThrowAsync<PostgresException>(() => write.ExecuteNonQueryAsync());

        StoreFailure.IsSilence(refused).ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_silent_until_new_connections_reach_one_that_takes_writes()
    {
        using var watch = new StoreWatch(_store, TimeProvider.System);
        await watch.StartAsync(CancellationToken.None);
        await Deadline.Until(() => watch.SilentSince is not null);

        await IsReadOnly("off");

        await Deadline.Until(() => watch.SilentSince is null);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Its_health_is_not_that_of_a_store()
    {
        await using var writable = NpgsqlDataSource.Create(
            _database.ConnectionString + ";Options=-c default_transaction_read_only=off"
        );
        using var gate = new SchemaGate(writable, TimeProvider.System, NullLogger<SchemaGate>.Instance);
        await gate.StartAsync(CancellationToken.None);
        await gate.Open;

        var health = await new StoreCheck(gate, _store, TimeProvider.System).CheckHealthAsync(new HealthCheckContext());

        (health.Status, health.Description).ShouldBe((HealthStatus.Unhealthy, "The store is read-only."));
        await gate.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task No_pooled_connection_to_it_is_used_again_not_even_one_of_another_pool()
    {
        var before = await Another();

        (await WritableStore.Answers(_store, CancellationToken.None)).ShouldBeFalse();

        (await Another()).ShouldNotBe(before);

        // By the connection string alone, as Quartz connects.
        async Task<int> Another()
        {
            await using var connection = new NpgsqlConnection(_database.ConnectionString);
            await connection.OpenAsync();
            return connection.ProcessID;
        }
    }

    [Fact]
    public void Workers_watch_it_as_web_does()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Configuration["ConnectionStrings:Portal"] = _database.ConnectionString;

        builder.AddPortalWorkers();

        builder.Services.Count(service => service.ServiceType == typeof(StoreWatch)).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_not_listened_to()
    {
        using var stop = new CancellationTokenSource();
        var log = new LogLines<StoreListener>();
        var listener = new StoreListener(_store, TimeProvider.System, log);
        var connected = 0;
        var listening = listener.Listen(StoreChannel.Work, _ => { }, () => connected++, stop.Token);
        await Deadline.Until(() => log.All.Count > 0);
        (listener.IsListening, connected).ShouldBe((false, 0));

        await IsReadOnly("off");

        await Deadline.Until(() => listener.IsListening);
        await stop.CancelAsync();
        await listening;
    }

    // Of the connections that are made from then on.
    private async Task IsReadOnly(string isOn) =>
        await (await PostgresServer.Shared).Execute(
            $"alter database {_database.Name} set default_transaction_read_only = {isOn}"
        );
}
