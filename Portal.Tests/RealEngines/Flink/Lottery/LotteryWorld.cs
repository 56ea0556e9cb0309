using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>A portal as it is shipped, a Kafka and a Flink with high availability, all of this test's own; each of their parts can be killed.</summary>
internal sealed class LotteryWorld : IAsyncDisposable
{
    public const string Cluster = "main";

    // Every job twice while it is rehearsed, and what is started beside them.
    private const int Slots = 16;

    private LotteryWorld(PostgresServer server, RealKafka kafka, RealFlink flink, RunningPortal portal) =>
        (Server, Kafka, Flink, Portal) = (server, kafka, flink, portal);

    public RealKafka Kafka { get; }

    public RealFlink Flink { get; }

    public RunningPortal Portal { get; }

    private PostgresServer Server { get; }

    public static async Task<LotteryWorld> Start()
    {
        var server = await PostgresServer.Start(durable: true);
        await server.Execute("create database portal");
        var kafka = await RealKafka.Start();
        var flink = await RealFlink.Start(ha: true, Slots);
        // A kill may cost any number of restarts: what is counted here is records.
        var portal = await RunningPortal.Over(
            server.ConnectionTo("portal"),
            localBootstrap: null,
            ("Portal__Applying__Lease", "00:00:10"),
            ("Portal__Applying__RenewEvery", "00:00:03"),
            ("Portal__Applying__LongestPause", "00:00:05"),
            ("Portal__Planning__Lease", "00:00:10"),
            ("Portal__Planning__RenewEvery", "00:00:03"),
            ("Portal__Planning__LongestPause", "00:00:05"),
            ("Portal__Jobs__Stability__Standard__Checkpoints", "1"),
            ("Portal__Jobs__Stability__Standard__Restarts", "1000"),
            ("Portal__Jobs__Stability__Standard__Window", "00:00:05")
        );
        var world = new LotteryWorld(server, kafka, flink, portal);
        await world.Register();
        return world;
    }

    /// <summary>kill -9.</summary>
    public Task Kill(MortalPart part)
    {
        switch (part)
        {
            case MortalPart.Worker:
                Portal.KillWorkers();
                return Task.CompletedTask;
            case MortalPart.Database:
                return Server.Kill();
            case MortalPart.Broker:
                return Kafka.Kill(1);
            default:
                return Flink.Kill(NameOf(part));
        }
    }

    public Task Respawn(MortalPart part)
    {
        switch (part)
        {
            case MortalPart.Worker:
                Portal.StartWorkers();
                return Task.CompletedTask;
            case MortalPart.Database:
                return Server.Up();
            case MortalPart.Broker:
                return Kafka.Respawn(1);
            default:
                return Flink.Respawn(NameOf(part));
        }
    }

    /// <summary>Until every part answers. Workers that ended by themselves are started again, as whoever runs them does.</summary>
    /// <returns>How often that was needed.</returns>
    public async Task<int> AllAnswer()
    {
        var restarted = 0;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Deadline.Until(
            async () =>
            {
                if (Portal.WorkersHaveEnded)
                {
                    restarted++;
                    Portal.StartWorkers();
                }

                return (await http.GetAsync(new Uri(Portal.Workers, "/health/ready"))).IsSuccessStatusCode
                    && (await http.GetAsync(new Uri(Portal.Address, "/health/ready"))).IsSuccessStatusCode;
            },
            TimeSpan.FromMinutes(3)
        );
        await Flink.Answers();
        return restarted;
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await Flink.DisposeAsync();
        await Kafka.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task Register()
    {
        using var sam = await Portal.As("sam");
        await ApiJourney.Post(
            sam,
            "api/v1/clusters",
            new
            {
                name = Cluster,
                environment = "dev",
                region = "local",
                addresses = Kafka.Bootstrap,
            }
        );
        using var added = await sam.PutAsJsonAsync(
            $"api/v1/clusters/{Cluster}/flink",
            new { url = Flink.Url, gatewayUrl = Flink.Gateway }
        );
        added.IsSuccessStatusCode.ShouldBeTrue(await added.Content.ReadAsStringAsync());
        (await added.Content.ReadFromJsonAsync<JsonElement>()).ValueKind.ShouldNotBe(JsonValueKind.Undefined);
    }

    private static string NameOf(MortalPart part) =>
        part switch
        {
            MortalPart.JobManager => "jobmanager",
            MortalPart.TaskManager => "taskmanager-1",
            _ => "gateway",
        };
}
