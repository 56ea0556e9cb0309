using System.Collections.Immutable;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// How many rows a job's operators dropped because they came behind the watermark. Flink counts them where an operator goes by event time and comes first in its
/// chain, as it does behind every exchange by key; interval joins and sorts count none. Programs' windows have their assigner's name.
/// </summary>
internal static class FlinkLateRows
{
    private static readonly string[] OfOneInput = ["numLateRecordsDropped"];
    private static readonly string[] OfTwoInputs = ["leftNumLateRecordsDropped", "rightNumLateRecordsDropped"];
    private static readonly (string Operator, string[] Metrics)[] Counting =
    [
        ("DynamicEventTimeSessionWindows", OfOneInput),
        ("EventTimeSessionWindows", OfOneInput),
        ("GlobalWindowAggregate", OfOneInput),
        ("GroupWindowAggregate", OfOneInput),
        ("Match[", OfOneInput),
        ("OverAggregate", OfOneInput),
        ("SlidingEventTimeWindows", OfOneInput),
        ("TumblingEventTimeWindows", OfOneInput),
        ("WindowAggregate", OfOneInput),
        ("WindowDeduplicate", OfOneInput),
        ("WindowJoin", OfTwoInputs),
        ("WindowRank", OfOneInput),
    ];

    public static async Task<ImmutableDictionary<string, long>> Read(
        FlinkCalls rest,
        string jobId,
        IEnumerable<JobOperator> operators,
        CancellationToken stop
    )
    {
        var found = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var vertex in operators)
        {
            foreach (var name in Metrics(vertex))
            {
                var answer = await HeadMetric.Of(vertex, name).Read(rest, jobId, "sum", stop);
                if (answer is { } metric && FlinkJson.Number(metric, "sum") is { } sum)
                {
                    found[vertex.Id] = found.GetValueOrDefault(vertex.Id) + (long)sum;
                }
            }
        }

        return found.ToImmutable();
    }

    private static string[] Metrics(JobOperator vertex) =>
        Array.Find(Counting, one => vertex.Name.StartsWith(one.Operator, StringComparison.Ordinal)).Metrics ?? [];
}
