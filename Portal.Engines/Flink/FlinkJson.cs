using System.Globalization;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>The JSON of Flink's REST API.</summary>
internal static class FlinkJson
{
    private const int MostExceptions = 20;

    public static FlinkJob Job(JsonElement job)
    {
        var tasks = job.TryGetProperty("tasks", out var counts) ? counts : default;
        return new(
            Text(job, "jid"),
            EngineText.Name(Text(job, "name")),
            Text(job, "state"),
            Time(job, "start-time") ?? DateTimeOffset.UnixEpoch,
            Time(job, "end-time"),
            (int)(Number(tasks, "total") ?? 0),
            (int)((Number(tasks, "running") ?? 0) + (Number(tasks, "finished") ?? 0))
        );
    }

    public static FlinkJobDetail Detail(JsonElement job)
    {
        var times = job.TryGetProperty("timestamps", out var t) ? t : default;
        return new(
            Text(job, "state"),
            Time(times, "RUNNING"),
            Time(times, "RESTARTING"),
            Time(job, "start-time") ?? DateTimeOffset.UnixEpoch,
            OperatorJson.All(job),
            Time(job, "now") ?? DateTimeOffset.UnixEpoch,
            [.. PlanNodes(job).Select(n => Text(n, "description"))]
        );
    }

    /// <summary>The vertices of a job's graph.</summary>
    public static IEnumerable<JsonElement> PlanNodes(JsonElement job) =>
        job.TryGetProperty("plan", out var plan) ? List(plan, "nodes") : [];

    /// <summary>The one text that a statement as EXPLAIN answers with.</summary>
    public static string FirstField(JsonElement result) =>
        result.TryGetProperty("results", out var rows)
        && List(rows, "data").FirstOrDefault() is { ValueKind: JsonValueKind.Object } row
        && List(row, "fields").FirstOrDefault() is { ValueKind: JsonValueKind.String } text
            ? EngineText.Value(text.GetString()) ?? ""
            : "";

    /// <summary>Whether a page of a query's result has any rows.</summary>
    public static bool HasRows(JsonElement page) =>
        page.TryGetProperty("results", out var rows) && List(rows, "data").Any();

    /// <summary>The number of the page after one of a query's result: it ends the address that the page names.</summary>
    public static long NextPage(JsonElement page)
    {
        var path = Text(page, "nextResultUri").Split('?')[0];
        return long.TryParse(path[(path.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture, out var next)
            ? next
            : 0;
    }

    public static IEnumerable<JobException> Exceptions(JsonElement body) =>
        (body.TryGetProperty("exceptionHistory", out var history) ? List(history, "entries") : [])
            .Take(MostExceptions)
            .Select(entry => new JobException(
                Time(entry, "timestamp") ?? DateTimeOffset.UnixEpoch,
                FlinkTrace.RootCause(Text(entry, "stacktrace")),
                Text(entry, "taskName") is { Length: > 0 } task ? EngineText.Words(task) : null,
                FlinkTrace.RootClass(Text(entry, "stacktrace"))
            ));

    public static IEnumerable<JsonElement> List(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];

    public static IEnumerable<string> Texts(JsonElement body, string name) =>
        List(body, name).Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!);

    public static string Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty(name, out var said)
        && said.ValueKind == JsonValueKind.String
            ? EngineText.Value(said.GetString()) ?? ""
            : "";

    public static double? Number(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty(name, out var said)
        && said.ValueKind == JsonValueKind.Number
        && said.TryGetDouble(out var number)
            ? number
            : null;

    // Flink says 0 or -1 for what hasn't happened.
    public static DateTimeOffset? Time(JsonElement body, string name) =>
        Number(body, name) is > 0 and var at ? EngineText.Time((long)at) : null;

    /// <summary>A JobManager's configuration by key.</summary>
    public static Dictionary<string, string> Settings(JsonElement body) =>
        body.ValueKind == JsonValueKind.Array
            ? body.EnumerateArray()
                .DistinctBy(setting => Text(setting, "key"))
                .ToDictionary(
                    setting => Text(setting, "key"),
                    setting => Text(setting, "value"),
                    StringComparer.Ordinal
                )
            : [];
}
