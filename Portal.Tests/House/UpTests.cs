using System.Diagnostics;
using System.Text.Json;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>The one command for real: everything started, looked after and stopped, in a state and on ports of its own.</summary>
public sealed class UpTests : IDisposable
{
    // Counted from the first port (setup/settings.sh); sign-ins are production's.
    private const int Workers = 2;
    private const int FirstSignIn = 23;
    private static readonly string Script = Repository.PathOf("portal");
    private static readonly TimeSpan WithABuild = TimeSpan.FromMinutes(10);

    private readonly RunFolder _state = RunFolder.For(
        "up",
        "bash",
        "-c",
        $"""PORTAL_STATE="$1" "{Script}" down""",
        "bash"
    );

    // Web, store, workers, the clusters' admins, and three brokers of each.
    private readonly int _port = FreePorts.Block(0, 1, 2, 3, 4, 10, 11, 12, 14, 15, 16, 20, 21, 22, 23, 24, 25);

    [Fact]
    public async Task Up_brings_a_demo_looks_after_everything_and_CtrlC_ends_it_all()
    {
        using var terminal = UpInATerminal();
        // Each look at the status is a script, so only once there is something to see.
        await Deadline.Until(() => File.Exists(Path.Combine(_state.Path, "run", "demo")), WithABuild);
        await Deadline.Until(async () => await PidOf("demo") is not null);
        // They take minutes, and nothing that changes what the demo has comes before they are kept.
        var promises = TheDemoKeepsItsPromises();
        (await Portal("up")).ShouldContain($"runs already: http://127.0.0.1:{_port}");
        await NobodySeesASecretAndOnlyWhatMustIsRoot("store", "cluster", "cluster-prod", "workers", "web", "demo");
        (await Portal("status")).Split('\n').Count(line => line.Contains("healthy")).ShouldBe(7);
        (await Portal("logs", "web")).ShouldContain($"http://127.0.0.1:{_port}");
        await promises;

        await StatusNamesTheRuntimeOfJobs();
        await FromARequestToLag();
        (await Portal("broker", "pause", "2")).ShouldContain("broker 2: paused");
        (await Portal("broker", "resume", "2")).ShouldContain("broker 2: resumed");

        await Kill("workers", _port + Workers);
        await Kill("store", _port);
        (await Portal("audit", "verify")).ShouldContain("The audit log holds.");

        await Command.Run("kill", "-INT", $"{terminal.Id}");
        await terminal.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        using var status = JsonDocument.Parse(await Portal("status", "--json"));
        status.RootElement.GetProperty("parts").GetArrayLength().ShouldBe(0);
    }

    [LongFact]
    public async Task Up_without_a_demo_goes_on_in_the_background_until_down_stops_it()
    {
        (await Portal("up", "--empty", "--detach", "--port", $"{_port}")).ShouldContain($"http://127.0.0.1:{_port}");
        (await Portal("status")).Split('\n').Count(line => line.Contains("healthy")).ShouldBe(5);
        (await Portal("token", "ada")).Trim().ShouldNotBeEmpty();
        await FromARequestToLag();

        await Portal("down");
        (await PidOf("store")).ShouldBeNull();
        (await PidOf("web")).ShouldBeNull();

        (await Portal("down", "--forget", "--yes")).ShouldContain("Forgotten.");
    }

    public void Dispose() => _state.Dispose();

    /// <summary>In what the machine's other users can read of a process, or in what a script is told.</summary>
    private async Task NobodySeesASecretAndOnlyWhatMustIsRoot(params string[] parts)
    {
        var status = await Portal("status", "--json");
        status.ShouldNotContain("Password=");
        status.ShouldContain($"Passfile={_state.Path}/keys/store.pgpass");
        var secrets = Directory
            .GetFiles(Path.Combine(_state.Path, "keys"), "*.pgpass")
            .Append(Path.Combine(_state.Path, "store", "password"))
            .Where(File.Exists)
            .Select(file => File.ReadAllText(file).Trim().Split(':')[^1])
            .ToList();
        secrets.ShouldNotBeEmpty();
        foreach (var part in parts)
        {
            var pid = Healthy(status, part)?.GetProperty("pid").GetRawText();
            foreach (var seen in new[] { "cmdline", "environ" })
            {
                var text = await File.ReadAllTextAsync($"/proc/{pid}/{seen}");
                secrets.ShouldAllBe(secret => !text.Contains(secret), $"{part}'s {seen}");
            }

            (await File.ReadAllLinesAsync($"/proc/{pid}/status"))
                .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal))
                .Split('\t')[2]
                .ShouldNotBe("0", part);
        }
    }

    /// <summary>On the cluster that `up` brought, with nothing registered or set up first.</summary>
    private async Task FromARequestToLag()
    {
        const string cluster = "local-prod";
        const string topic = "first.steps";
        const string group = "first-reader";
        var bootstrap = (await Part("cluster-prod"))!.Value.GetProperty("address").GetString()!;
        var journey = new PageJourney(new Uri($"http://127.0.0.1:{_port}"));
        var change = await journey.Request("ada", cluster, topic);
        await journey.Approve("grace", change);
        await journey.Applied("ada", change);
        await Traffic.ByKcat(bootstrap, topic, group);
        var truth = Traffic.Lag(new() { BootstrapServers = bootstrap }, topic, group, 3);
        await journey.ShowsLag("noor", cluster, group, truth);
    }

    private async Task TheDemoKeepsItsPromises()
    {
        using var api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}/api/v1/") };
        api.DefaultRequestHeaders.Authorization = new("Bearer", (await Portal("token", "noor")).Trim());
        using var platform = new HttpClient { BaseAddress = api.BaseAddress };
        platform.DefaultRequestHeaders.Authorization = new("Bearer", (await Portal("token", "sam")).Trim());
        var promises = new DemoPromises(api, platform, _port + FirstSignIn);
        await promises.AreKept();
        if (EngineSkip.FullRunOnly is null)
        {
            await promises.AreTheirOwnSpecs();
        }
    }

    private async Task StatusNamesTheRuntimeOfJobs()
    {
        using var status = JsonDocument.Parse(await Portal("status", "--json"));
        using var client = new HttpClient();
        var flink = status.RootElement.GetProperty("flink").GetString();
        (await client.GetStringAsync($"{flink}/jobs/overview")).ShouldContain("revenue-per-minute");
        var gateway = status.RootElement.GetProperty("sqlGateway").GetString();
        (await client.GetStringAsync($"{gateway}/v1/info")).ShouldContain("productName");
    }

    // A run in the background has Ctrl-C ignored, and what it starts inherits that; a terminal gives it its meaning.
    private Process UpInATerminal() =>
        Process.Start(
            "env",
            [
                "--default-signal=INT",
                "-u",
                "PORTAL_PORT",
                // Its processes would compile as they run what all others of the tests find compiled.
                "PORTAL_AHEAD=1",
                $"PORTAL_STATE={_state.Path}",
                Script,
                "up",
                "--port",
                $"{_port}",
            ]
        );

    /// <param name="port">Where whoever needs it says when it is ready again: each look at the status is a script, and costs more.</param>
    private async Task Kill(string part, int port)
    {
        var before = await PidOf(part);
        await Command.Run("kill", "-9", before!);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Deadline.Until(
            async () => (await http.GetAsync($"http://127.0.0.1:{port}/health/ready")).IsSuccessStatusCode,
            TimeSpan.FromMinutes(3)
        );
        await Deadline.Until(
            async () => await PidOf(part) is { } after && after != before,
            TimeSpan.FromMinutes(3),
            $"{part} is started again"
        );
    }

    private Task<string> Portal(params string[] words) =>
        Command.Run(WithABuild, "env", ["-u", "PORTAL_PORT", $"PORTAL_STATE={_state.Path}", Script, .. words]);

    /// <summary>The process of a part, or null while it doesn't run or isn't healthy.</summary>
    private async Task<string?> PidOf(string part) => (await Part(part))?.GetProperty("pid").GetRawText();

    private async Task<JsonElement?> Part(string name) => Healthy(await Portal("status", "--json"), name);

    private static JsonElement? Healthy(string status, string name) =>
        JsonSerializer
            .Deserialize<JsonElement>(status)
            .GetProperty("parts")
            .EnumerateArray()
            .Where(part => part.GetProperty("name").GetString() == name)
            .Where(part => part.GetProperty("state").GetString() == "healthy")
            .Select(part => (JsonElement?)part)
            .SingleOrDefault();
}
