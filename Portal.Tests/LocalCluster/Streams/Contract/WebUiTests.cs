using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>Flink's own web UI: each route in its scripts is answered by the local cluster's stream runtime wherever Flink answers it.</summary>
public sealed partial class WebUiTests
{
    /// <summary>How its pages cancel a job.</summary>
    private const string Cancel = "/jobs/{jobs}/yarn-cancel";

    [FullRunFact]
    public async Task Each_route_that_Flink_s_web_UI_asks_for_is_answered_where_Flink_answers_it()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        await using var flink = await RealFlink.Start(slots: 4);
        using var client = new Client(cluster.Bootstrap);
        var (from, to) = (await client.Topic(), await client.Topic());
        string[] statements =
        [
            .. new[] { from, to }.Select(topic =>
                $"CREATE TABLE `{topic}` (n INT) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'json', "
                + $"'scan.startup.mode' = 'earliest-offset', 'properties.bootstrap.servers' = '{cluster.Bootstrap}')"
            ),
            $"INSERT INTO `{to}` SELECT n FROM `{from}`",
        ];
        var routes = await Routes();
        routes.Length.ShouldBeGreaterThan(40);
        routes[^1].ShouldBe(Cancel);

        var flinks = await Statuses(routes, flink.Url, flink.Gateway, statements);
        var ours = await Statuses(routes, cluster.Flink, cluster.SqlGateway, statements);

        routes.Where(route => flinks[route] < 400 && ours[route] >= 400).ShouldBeEmpty();
        routes.Count(route => flinks[route] < 400).ShouldBeGreaterThan(30);
    }

    /// <summary>What each is answered while a job runs that has completed a checkpoint.</summary>
    private static async Task<Dictionary<string, int>> Statuses(
        string[] routes,
        string rest,
        string gateway,
        string[] statements
    )
    {
        using var sql = await SqlClient.Open(gateway, ("execution.checkpointing.interval", "300ms"));
        foreach (var table in statements[..^1])
        {
            await sql.Run(table);
        }

        var job = await sql.Start(statements[^1]);
        using var http = new HttpClient { BaseAddress = new(rest) };
        var checkpoint = await Deadline.For(async () =>
            (await http.GetFromJsonAsync<JsonElement>($"/jobs/{job}/checkpoints"))
                .GetProperty("latest")
                .GetProperty("completed")
                is { ValueKind: JsonValueKind.Object } done
                ? $"{done.GetProperty("id")}"
                : null
        );
        var vertex = $"{(await Of($"/jobs/{job}")).GetProperty("vertices")[0].GetProperty("id")}";
        var manager = $"{(await Of("/taskmanagers")).GetProperty("taskmanagers")[0].GetProperty("id")}";
        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var asked = Name()
                .Replace(
                    route,
                    name =>
                        name.Groups["of"].Value switch
                        {
                            "jobs" => job,
                            "vertices" or "subtasks" => vertex,
                            "taskmanagers" => manager,
                            "details" => checkpoint,
                            "type" => "FULL",
                            "subtaskindex" or "maxExceptions" => "0",
                            _ => "none",
                        }
                );
            using var answer = await http.GetAsync(asked);
            statuses[route] = (int)answer.StatusCode;
        }

        return statuses;

        Task<JsonElement> Of(string route) => http.GetFromJsonAsync<JsonElement>(route);
    }

    /// <summary>Out of its scripts, with what stands in a place named by what stands before it; what cancels is the last.</summary>
    private static async Task<string[]> Routes()
    {
        var lib = Path.GetDirectoryName(
            (await Command.Run(Path.Combine(Repository.Engines!, "engine"), "classpath", "flink")).Trim()
        )!;
        await using var zip = await ZipFile.OpenReadAsync(Directory.GetFiles(lib, "flink-runtime-web-*.jar").Single());
        var routes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var script in zip.Entries.Where(entry => entry.FullName.EndsWith(".js", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(await script.OpenAsync());
            foreach (Match route in Asked().Matches(await text.ReadToEndAsync()))
            {
                routes.Add(Value().Replace(route.Groups["route"].Value, "${of}${sign}{${of}}"));
            }
        }

        return [.. routes.OrderBy(route => route == Cancel).ThenBy(route => route, StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\.BASE_URL\}(?<route>/[^`]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Asked();

    [GeneratedRegex(
        @"(?<of>[a-zA-Z]+)(?<sign>[/=])\$\{[^}]*\}",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Value();

    [GeneratedRegex(@"\{(?<of>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();
}
