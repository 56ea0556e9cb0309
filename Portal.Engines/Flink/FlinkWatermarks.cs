using System.Collections.Immutable;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// The watermarks that a job's operators send on, a request each. Its /watermarks has none of sources, so the metric of each chain's first operator is taken. Where
/// one metric of a request isn't there, the answer is empty: so it is one at a time.
/// </summary>
internal static class FlinkWatermarks
{
    // Flink's marks for "none yet" and "no more" are the least and the greatest of its numbers; neither is a time.
    private const double Furthest = 253_402_300_799_000;

    public static async Task<ImmutableDictionary<string, DateTimeOffset?>> Read(
        FlinkCalls rest,
        string jobId,
        IEnumerable<JobOperator> operators,
        CancellationToken stop
    )
    {
        var found = ImmutableDictionary.CreateBuilder<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var vertex in operators)
        {
            var answer = await HeadMetric.Of(vertex, "currentOutputWatermark").Read(rest, jobId, "min,max", stop);
            if (answer is { } metric && FlinkJson.Number(metric, "min") is { } least)
            {
                // A subtask that reads no partition never has one, and those behind it don't wait for it.
                found[vertex.Id] = Time(least) ?? Time(FlinkJson.Number(metric, "max"));
            }
        }

        return found.ToImmutable();
    }

    private static DateTimeOffset? Time(double? ms) =>
        ms is > 0 and < Furthest ? EngineText.Time((long)ms.Value) : null;
}
