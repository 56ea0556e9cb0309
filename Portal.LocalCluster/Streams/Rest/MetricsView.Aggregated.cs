using System.Text.Json.Nodes;

namespace Portal.LocalCluster.Streams.Rest;

internal static partial class MetricsView
{
    private static readonly string[] Aggregations = ["min", "max", "avg", "sum", "skew"];

    /// <summary>Over the subtasks of a vertex.</summary>
    /// <param name="agg">min, max, avg, sum or skew, with commas; null: all.</param>
    public static JsonArray? Aggregated(IReadOnlyList<Dictionary<string, double>>? subtasks, string? get, string? agg)
    {
        if (subtasks is null || get is null)
        {
            return Of(subtasks?[0], get);
        }

        var wanted = agg is null ? Aggregations : agg.ToLowerInvariant().Split(',');
        var answer = new JsonArray();
        foreach (var id in get.Split(','))
        {
            var values = subtasks.Where(each => each.ContainsKey(id)).Select(each => each[id]).ToList();
            if (values.Count == 0)
            {
                continue;
            }

            var metric = new JsonObject { ["id"] = id };
            foreach (var how in wanted)
            {
                metric[how] = Aggregated(how, values);
            }

            answer.Add(metric);
        }

        return answer;
    }

    // Skew as Flink counts it: how far the values are from their mean on average, in percent of it.
    private static double Aggregated(string how, List<double> values) =>
        how switch
        {
            "min" => values.Min(),
            "max" => values.Max(),
            "avg" => values.Average(),
            "sum" => values.Sum(),
            _ => values.Average() is var mean && mean > 0
                ? Math.Min(100, values.Average(value => Math.Abs(value - mean)) / mean * 100)
                : 0,
        };

    /// <summary>What of a request's aggregations there isn't; null: there are all.</summary>
    public static string? UnknownAggregation(string? agg) =>
        agg?.Split(',').FirstOrDefault(how => !Aggregations.Contains(how, StringComparer.OrdinalIgnoreCase));
}
