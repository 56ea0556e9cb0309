using System.Net.Http.Json;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>
/// The same requests to anything that speaks Flink's REST API and its SQL Gateway's: all that the portal's adapter and Flink's own pages of an overview, a job,
/// its checkpoints, exceptions, back pressure and savepoints ask for, over the life of two jobs, with requests that are refused.
/// </summary>
/// <param name="bootstrap">A Kafka with the topics <c>walk-in</c>, with a record in it, and <c>walk-out</c>.</param>
/// <param name="folder">Where savepoints may lie.</param>
/// <param name="version">Of the SQL Gateway's API; what is kept says v4 whichever it is.</param>
internal sealed partial class FlinkWalk(string rest, string gateway, string bootstrap, string folder, string version)
    : IDisposable
{
    private const string Nobody = "0123456789abcdef0123456789abcdef";
    private readonly HttpClient _http = new();
    private readonly List<ContractAnswer> _answers = [];

    public static async Task<IReadOnlyList<ContractAnswer>> Of(
        string rest,
        string gateway,
        string bootstrap,
        string folder,
        string version = "v4"
    )
    {
        using var walk = new FlinkWalk(rest, gateway, bootstrap, folder, version);
        await walk.Idle();
        await walk.Sessions();
        await walk.Running();
        await walk.Failing();
        await walk.Processes();
        return walk._answers;
    }

    public void Dispose() => _http.Dispose();

    private async Task Idle()
    {
        foreach (
            var route in (string[])
                [
                    "/overview",
                    "/config",
                    "/jobmanager/config",
                    "/taskmanagers",
                    "/jobs",
                    "/jobs/overview",
                    "/jars",
                    "/datasets",
                    $"/jobs/{Nobody}",
                    "/jobs/nonsense",
                    $"/jobs/{Nobody}/checkpoints",
                    $"/jobs/{Nobody}/savepoints/{Nobody}",
                    $"/savepoint-disposal/{Nobody}",
                ]
        )
        {
            await Get(route, rest);
        }

        await Send(HttpMethod.Patch, $"/jobs/{Nobody}", rest);
        await Send(HttpMethod.Post, $"/jobs/{Nobody}/stop", rest, new { drain = false });
        await Send(HttpMethod.Post, "/savepoint-disposal", rest, new { });
    }

    // The last: Flink reads the metrics of all that it runs at most once in ten seconds, so a job that starts after them has none at first.
    private async Task Processes()
    {
        foreach (
            var route in (string[])
                [
                    "/taskmanagers/none",
                    "/jobmanager/metrics",
                    "/jobmanager/logs",
                    "/jobmanager/log",
                    "/jobmanager/stdout",
                    "/jobmanager/logs/none",
                ]
        )
        {
            await Get(route, rest);
        }

        var all = await Get("/taskmanagers", rest, "/taskmanagers, again");
        var id = all.GetProperty("taskmanagers")[0].GetProperty("id").GetString();
        foreach (var part in (string[])["", "/metrics", "/logs"])
        {
            await Get($"/taskmanagers/{id}{part}", rest, $"/taskmanagers/{{id}}{part}");
        }
    }

    private string Versioned(string route) => route.Replace("/v4/", $"/{version}/", StringComparison.Ordinal);

    private Task<JsonElement> Get(string route, string at, string? name = null) =>
        Send(HttpMethod.Get, route, at, name: name);

    /// <summary>Asks until the answer is a certain one, and keeps only that.</summary>
    private async Task<JsonElement> GetWhen(string route, string at, string name, Func<JsonElement, bool> isReached)
    {
        await Deadline.Until(async () => isReached(await _http.GetFromJsonAsync<JsonElement>(at + Versioned(route))));
        return await Get(route, at, name);
    }

    /// <param name="name">The route as it is kept; the route itself where nothing in it is another each time.</param>
    private async Task<JsonElement> Send(
        HttpMethod method,
        string route,
        string at,
        object? body = null,
        string? name = null
    )
    {
        using var request = new HttpRequestMessage(method, at + Versioned(route));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await _http.SendAsync(request);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        _answers.Add(ContractAnswer.Of($"{method} {name ?? route}", answer.StatusCode, json));
        return json;
    }
}
