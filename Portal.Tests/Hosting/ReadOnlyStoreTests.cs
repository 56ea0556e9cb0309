using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Web;
using Portal.Workers.Hosting;

namespace Portal.Tests.Hosting;

/// <summary>A store that answers and takes nothing that is written, as a primary that another server took over from.</summary>
public sealed class ReadOnlyStoreTests : IAsyncLifetime
{
    private readonly string _keys = Directory.CreateTempSubdirectory("portal-keys-").FullName;
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
        Directory.Delete(_keys, recursive: true);
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
        using var watch = new StoreWatch(_store, TimeProvider.System, NullLogger<StoreWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await Deadline.Until(() => watch.SilentSince is not null);

        await IsReadOnly("off");

        await Deadline.Until(() => watch.SilentSince is null);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_log_has_a_line_when_its_silence_begins_and_one_when_it_ends()
    {
        var log = new LogLines<StoreWatch>();
        using var watch = new StoreWatch(_store, TimeProvider.System, log);
        await watch.StartAsync(CancellationToken.None);
        await Deadline.Until(() => watch.SilentSince is not null);
        watch.Met(new NpgsqlException("Nobody answers."));

        await IsReadOnly("off");

        await Deadline.Until(() => log.All.Count > 1);
        await watch.StopAsync(CancellationToken.None);
        var lines = log.All.ToArray();
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe("The store doesn't answer, or takes no writes: it is read-only");
        lines[1].ShouldStartWith("The store answers again, after ");
    }

    [Fact]
    public async Task What_a_page_met_of_it_is_the_reason_in_the_log()
    {
        var log = new LogLines<StoreWatch>();
        using var watch = new StoreWatch(_store, TimeProvider.System, log);

        var isRead = await watch.Read(() =>
            throw new InvalidOperationException("Likely a transient failure", new NpgsqlException("No space left"))
        );

        isRead.ShouldBeFalse();
        log.All.ShouldBe(["The store doesn't answer, or takes no writes: No space left"]);
    }

    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task Its_health_is_not_that_of_a_store(HealthStatus registered)
    {
        await using var writable = NpgsqlDataSource.Create(
            _database.ConnectionString + ";Options=-c default_transaction_read_only=off"
        );
        using var gate = new SchemaGate(writable, TimeProvider.System, NullLogger<SchemaGate>.Instance);
        await gate.StartAsync(CancellationToken.None);
        await gate.Open;

        var check = new StoreCheck(gate, _store, TimeProvider.System);
        var health = await check.CheckHealthAsync(
            new HealthCheckContext
            {
                Registration = new HealthCheckRegistration("store", check, registered, tags: null),
            }
        );

        (health.Status, health.Description).ShouldBe((registered, "The store is read-only."));
        await gate.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_web_stays_ready_over_it_so_that_proxies_pass_on_what_it_answers()
    {
        await IsReadOnly("off");
        await using var web = new ReadOnlyWeb(_database.ConnectionString, _keys);
        web.UseKestrel(0);
        web.StartServer();
        using var proxy = new HttpClient { BaseAddress = web.ClientOptions.BaseAddress };
        await Deadline.Until(async () => (await Ready()).Status == HttpStatusCode.OK);

        await IsReadOnly("on");
        web.Services.GetRequiredService<NpgsqlDataSource>().Clear();

        await Deadline.Until(async () => (await Ready()).Words.Contains("The store is read-only."));
        (await Ready()).Status.ShouldBe(HttpStatusCode.OK);

        async Task<(HttpStatusCode Status, string Words)> Ready()
        {
            using var answer = await proxy.GetAsync("/health/ready");
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
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

    private sealed class ReadOnlyWeb(string store, string keys) : WebApplicationFactory<App>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("ConnectionStrings:Portal", store);
            builder.UseSetting("Portal:KeysDirectory", keys);
            builder.UseSetting("Portal:Identity:Mode", "Embedded");
        }
    }
}
