using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Versions;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>A host's clock decides when it ends what is due: one that isn't the store's is said wherever operators look.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private const string Words =
        "This host's clock is 10\u00A0min behind the store's: access, roles and sessions end as much too late. Synchronize both hosts' clocks.";

    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Workers_ten_minutes_behind_say_so_in_their_health_and_their_log()
    {
        var log = new LogLines<ClockWatch>();
        var slow = await _world.StartWorker(services =>
            services
                .Replace(ServiceDescriptor.Singleton<TimeProvider>(new FastClock(TimeSpan.FromMinutes(-10))))
                .AddSingleton<ILogger<ClockWatch>>(log)
        );
        var right = await _world.StartWorker();

        await Deadline.Until(async () => await Store(slow.Urls.First()) is ("Degraded", Words));
        await Deadline.Until(async () => await Store(right.Urls.First()) is ("Healthy", "The store answers."));
        await Deadline.Until(() => log.All.Count > 0);
        log.All.ShouldHaveSingleItem().ShouldBe(Words);
    }

    [Theory]
    [InlineData(-600, "10\u00A0min behind")]
    [InlineData(600, "10\u00A0min ahead")]
    [InlineData(-2, null)]
    public async Task It_is_shown_beside_the_process_until_it_is_right_again(int secondsAhead, string? shown)
    {
        var process = $"portal-workers 0.9.0+{secondsAhead} 1795580513 host-7";
        await using var store = NpgsqlDataSource.Create($"{_world.Store};Application Name={process}");

        await Watched(store, new FastClock(TimeSpan.FromSeconds(secondsAhead)));
        (await Shown("host-7"))?.InWords.ShouldBe(shown);
        (await Shown("host-7") is null).ShouldBe(shown is null);

        await Watched(store, TimeProvider.System);
        (await Shown("host-7")).ShouldBeNull();
    }

    private static async Task<(string Status, string Words)> Store(string address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"{address}/health/ready"));
        var check = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["checks"]!["store"]!;
        return ((string)check["status"]!, (string)check["words"]!);
    }

    private static async Task Watched(NpgsqlDataSource store, TimeProvider clock)
    {
        using var gate = new SchemaGate(store, clock, new LogLines<SchemaGate>());
        using var watch = new ClockWatch(store, gate, clock, new LogLines<ClockWatch>());
        await watch.Look(CancellationToken.None);
    }

    private async Task<ClockOffset?> Shown(string host)
    {
        var platform = await _world.Person(Role.Platform, "platform");
        var read = await new DeploymentReading(_world.Stores, TimeProvider.System).Read(
            platform,
            CancellationToken.None
        );
        return ((Outcome<Deployment>.Done)read).Value.Processes.Single(p => p.Process.Host == host).Clock;
    }
}
