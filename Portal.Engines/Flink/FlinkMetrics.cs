using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Portal.Engines.Flink;

/// <summary>
/// The metrics of a job's operators. Flink names them by the operator, so what a vertex has is listed first. A JobManager collects them every
/// ten seconds: what just started has none yet.
/// </summary>
internal sealed class FlinkMetrics(FlinkCalls rest, string jobId)
{
    private const string Restarts = "numRestarts";
    private const string Pending = ".pendingRecords";
    private const string Sent = ".numRecordsSend";

    public async Task<FlinkGauges> Read(ImmutableArray<FlinkOperator> operators, CancellationToken stop)
    {
        var sources = operators.Where(o => o.Inputs.IsEmpty).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        long? pending = null;
        long? written = null;
        foreach (var vertex in operators)
        {
            var path = $"jobs/{jobId}/vertices/{vertex.Id}/subtasks/metrics";
            var names = FlinkNames(await rest.Ask(path, stop));
            var told = await Sums(path, [.. names.Where(name => IsAsked(name, sources.Contains(vertex.Id)))], stop);
            pending = Add(pending, told, Pending);
            written = Add(written, told, Sent);
        }

        return new(await JobRestarts(stop), pending, written);
    }

    private async Task<int?> JobRestarts(CancellationToken stop)
    {
        var answer = await rest.Ask($"jobs/{jobId}/metrics?get={Restarts}", stop);
        return
            answer is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
            && answer.Body.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } metric
            && int.TryParse(
                FlinkJson.Text(metric, "value"),
                NumberStyles.Integer,
                CultureInfo.InvariantCulture,
                out var n
            )
            ? n
            : null;
    }

    private static bool IsAsked(string name, bool isSource) =>
        name.EndsWith(Sent, StringComparison.Ordinal) || (isSource && name.EndsWith(Pending, StringComparison.Ordinal));

    private async Task<IReadOnlyList<(string Name, double Sum)>> Sums(
        string path,
        IReadOnlyList<string> names,
        CancellationToken stop
    )
    {
        if (names.Count == 0)
        {
            return [];
        }

        var answer = await rest.Ask($"{path}?agg=sum&get={Uri.EscapeDataString(string.Join(',', names))}", stop);
        return answer is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
            ?
            [
                .. answer
                    .Body.EnumerateArray()
                    .Select(metric => (FlinkJson.Text(metric, "id"), FlinkJson.Number(metric, "sum") ?? 0)),
            ]
            : [];
    }

    private static List<string> FlinkNames(FlinkAnswer answer) =>
        answer is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
            ? [.. answer.Body.EnumerateArray().Select(metric => FlinkJson.Text(metric, "id"))]
            : [];

    private static long? Add(long? so, IReadOnlyList<(string Name, double Sum)> told, string ending) =>
        told.Where(metric => metric.Name.EndsWith(ending, StringComparison.Ordinal))
            .Aggregate(so, (sum, metric) => (sum ?? 0) + (long)metric.Sum);
}
