using System.Collections.Immutable;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>The operators of a job as Flink's REST API shows them.</summary>
internal static class OperatorJson
{
    public static ImmutableArray<FlinkOperator> All(JsonElement job)
    {
        var inputs = Inputs(job);
        return [.. FlinkJson.List(job, "vertices").Select(vertex => Operator(vertex, inputs))];
    }

    private static FlinkOperator Operator(JsonElement vertex, Dictionary<string, ImmutableArray<string>> inputs)
    {
        var metrics = vertex.TryGetProperty("metrics", out var m) ? m : default;
        var id = FlinkJson.Text(vertex, "id");
        return new(
            id,
            EngineText.Name(FlinkJson.Text(vertex, "name")),
            (int)(FlinkJson.Number(vertex, "parallelism") ?? 0),
            FlinkJson.Text(vertex, "status"),
            inputs.GetValueOrDefault(id, []),
            TimeSpan.FromMilliseconds(Spent(metrics, "accumulated-busy-time")),
            TimeSpan.FromMilliseconds(Spent(metrics, "accumulated-backpressured-time")),
            (long)(FlinkJson.Number(metrics, "read-records") ?? 0),
            (long)(FlinkJson.Number(metrics, "write-records") ?? 0),
            FlinkJson.Number(vertex, "maxParallelism") is > 1 and var most ? (int)most : null
        )
        {
            IsCounted = !IsPartial(metrics, "read-records-complete") && !IsPartial(metrics, "write-records-complete"),
        };
    }

    // Flink sums what its store of metrics has, and that is empty for a moment where it didn't list the job.
    private static bool IsPartial(JsonElement metrics, string name) =>
        metrics.ValueKind == JsonValueKind.Object
        && metrics.TryGetProperty(name, out var complete)
        && complete.ValueKind == JsonValueKind.False;

    // NaN comes as text.
    private static double Spent(JsonElement metrics, string name) =>
        FlinkJson.Number(metrics, name) is { } spent && double.IsFinite(spent) ? spent : 0;

    private static Dictionary<string, ImmutableArray<string>> Inputs(JsonElement job) =>
        FlinkJson
            .PlanNodes(job)
            .DistinctBy(node => FlinkJson.Text(node, "id"))
            .ToDictionary(
                node => FlinkJson.Text(node, "id"),
                node => FlinkJson.List(node, "inputs").Select(input => FlinkJson.Text(input, "id")).ToImmutableArray(),
                StringComparer.Ordinal
            );
}
