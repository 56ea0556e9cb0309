using System.Collections.Immutable;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// How many rows a job's operators dropped because they came behind the watermark. Flink counts them where an operator goes by event time and comes first in its
/// chain, as it does behind every exchange by key; an interval join counts none.
/// </summary>
internal static class FlinkLateRows
{
    private static readonly string[] Counting =
    [
        "GlobalWindowAggregate",
        "GroupWindowAggregate",
        "Match[",
        "OverAggregate",
        "Window(",
        "WindowAggregate",
        "WindowDeduplicate",
        "WindowJoin",
        "WindowRank",
    ];

    public static async Task<ImmutableDictionary<string, long>> Read(
        FlinkCalls rest,
        string jobId,
        IEnumerable<JobOperator> operators,
        CancellationToken stop
    )
    {
        var found = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var vertex in operators.Where(Counts))
        {
            var answer = await HeadMetric.Of(vertex, "numLateRecordsDropped").Read(rest, jobId, "sum", stop);
            if (answer is { } metric && FlinkJson.Number(metric, "sum") is { } sum)
            {
                found[vertex.Id] = (long)sum;
            }
        }

        return found.ToImmutable();
    }

    private static bool Counts(JobOperator vertex) =>
        Counting.Any(name => vertex.Name.StartsWith(name, StringComparison.Ordinal));
}
