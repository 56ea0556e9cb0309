using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>A metric of a chain's first operator, by the name that Flink makes of it.</summary>
internal readonly record struct HeadMetric(string Vertex, string Name)
{
    private const int LongestName = 80; // of an operator's in a metric's

    // Of a chain "Source: orders[1] -> Calc[2]" its first, with what separates the parts of a metric's name replaced.
    public static HeadMetric Of(JobOperator vertex, string metric)
    {
        var end = vertex.Name.IndexOf(" -> ", StringComparison.Ordinal);
        var first = end < 0 ? vertex.Name : vertex.Name[..end];
        var scope = string.Concat(
            first.Take(LongestName).Select(sign => sign is ' ' or '.' or ':' or ',' ? '_' : sign)
        );
        return new(vertex.Id, $"{scope}.{metric}");
    }

    /// <param name="aggregates">Over its subtasks, as Flink names them.</param>
    /// <returns>Null where it isn't there.</returns>
    public async Task<JsonElement?> Read(FlinkCalls rest, string jobId, string aggregates, CancellationToken stop)
    {
        var answer = await rest.Ask(
            $"jobs/{jobId}/vertices/{Vertex}/subtasks/metrics?agg={aggregates}&get={Uri.EscapeDataString(Name)}",
            stop
        );
        return
            answer is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
            && answer.Body.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } metric
            ? metric
            : null;
    }
}
