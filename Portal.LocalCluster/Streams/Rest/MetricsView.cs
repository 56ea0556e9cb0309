using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>Metrics by Flink's names: their list, or the values of some.</summary>
internal static class MetricsView
{
    private const string Skew = "skew";
    private static readonly string[] Aggregations = ["min", "max", "avg", "sum", Skew];

    /// <param name="get">Names with commas; null: only the list is wanted.</param>
    public static JsonArray? Of(Dictionary<string, double>? metrics, string? get)
    {
        if (metrics is null || get is null)
        {
            return metrics is null ? null : [.. metrics.Keys.Select(id => new JsonObject { ["id"] = id })];
        }

        return
        [
            .. get.Split(',')
                .Where(metrics.ContainsKey)
                .Select(id => new JsonObject
                {
                    ["id"] = id,
                    ["value"] = metrics[id].ToString(CultureInfo.InvariantCulture),
                }),
        ];
    }

    /// <summary>Over the subtasks of a vertex. There is one, so whatever is aggregated is its own value.</summary>
    /// <param name="agg">min, max, avg, sum or skew, with commas; null: all.</param>
    public static JsonArray? Aggregated(Dictionary<string, double>? metrics, string? get, string? agg)
    {
        if (metrics is null || get is null)
        {
            return Of(metrics, get);
        }

        var wanted = agg is null ? Aggregations : agg.ToLowerInvariant().Split(',');
        var answer = new JsonArray();
        foreach (var id in get.Split(',').Where(metrics.ContainsKey))
        {
            var metric = new JsonObject { ["id"] = id };
            foreach (var how in wanted)
            {
                metric[how] = how == Skew ? 0 : metrics[id];
            }

            answer.Add(metric);
        }

        return answer;
    }

    /// <summary>What of a request's aggregations there isn't; null: there are all.</summary>
    public static string? UnknownAggregation(string? agg) =>
        agg?.Split(',').FirstOrDefault(how => !Aggregations.Contains(how, StringComparer.OrdinalIgnoreCase));

    public static Dictionary<string, double> Job(StreamJob job)
    {
        var record = job.Record;
        var last = record.Checkpoints.FirstOrDefault(c => c.Failure is null);
        return new(StringComparer.Ordinal)
        {
            ["numRestarts"] = record.Restarts,
            ["uptime"] =
                record.State == JobStates.Running
                    ? job.NowMs - record.Since.GetValueOrDefault(JobStates.Running, job.NowMs)
                    : 0,
            ["totalNumberOfCheckpoints"] = record.Completed + record.FailedCheckpoints,
            ["numberOfCompletedCheckpoints"] = record.Completed,
            ["numberOfFailedCheckpoints"] = record.FailedCheckpoints,
            ["numberOfInProgressCheckpoints"] = 0,
            ["lastCheckpointDuration"] = last?.TookMs ?? 0,
            ["lastCheckpointSize"] = last?.WrittenBytes ?? 0,
            ["lastCheckpointFullSize"] = last?.Bytes ?? 0,
            ["lastCompletedCheckpointId"] = last?.Id ?? 0,
        };
    }

    /// <summary>A vertex's by subtask: the number of the only one stands before each name.</summary>
    public static Dictionary<string, double>? Subtask(StreamJob job, string id) =>
        Vertex(job, id)?.ToDictionary(m => $"0.{m.Key}", m => m.Value, StringComparer.Ordinal);

    public static Dictionary<string, double>? Vertex(StreamJob job, string id)
    {
        if (VertexView.Find(job, id) is not { } vertex)
        {
            return null;
        }

        var (first, last) = (vertex.Nodes[0].Operator, vertex.Nodes[^1].Operator);
        var (times, all) = (VertexTimes.EachSecond(job, vertex), VertexTimes.All(job, vertex));
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["numRecordsIn"] = vertex.Inputs.Count == 0 ? first.Sent : first.Received,
            ["numRecordsOut"] = last.Sent,
            ["busyTimeMsPerSecond"] = Math.Round(times.Busy.TotalMilliseconds),
            ["idleTimeMsPerSecond"] = Math.Round(times.Idle.TotalMilliseconds),
            ["backPressuredTimeMsPerSecond"] = Math.Round(times.BackPressured.TotalMilliseconds),
            ["accumulateBusyTimeMs"] = Math.Round(all.Busy.TotalMilliseconds),
            ["accumulateIdleTimeMs"] = Math.Round(all.Idle.TotalMilliseconds),
            ["accumulateBackPressuredTimeMs"] = Math.Round(all.BackPressured.TotalMilliseconds),
        };
        if (
            vertex.Nodes.Exists(n => n.Operator is WindowAggregate or SessionAggregate or OverAggregate or IntervalJoin)
        )
        {
            metrics["numLateRecordsDropped"] = vertex.Nodes.Sum(n => n.Operator.LateDropped);
        }

        if (VertexView.WatermarkOf(vertex) is { } watermark)
        {
            metrics["currentInputWatermark"] = watermark;
        }

        foreach (var node in vertex.Nodes)
        {
            if (Sent(node.Operator) is var sent && sent != Watermark.None)
            {
                metrics[Scoped(node, "currentOutputWatermark")] = sent;
            }

            switch (node.Operator)
            {
                case TopicSource { Pending: { } pending }:
                    metrics[Scoped(node, "pendingRecords")] = pending;
                    break;
                case TopicSink sink:
                    metrics[Scoped(node, "numRecordsSend")] = sink.Sent;
                    break;
            }
        }

        return metrics;
    }

    // A source is sent none, and sends its own.
    private static long Sent(Operator one) => one is TopicSource source ? source.SentWatermark : one.CurrentWatermark;

    // Flink replaces what separates the parts of a metric's name.
    private static string Scoped(PlanNode node, string metric) =>
        $"{string.Concat(PlanVertex.NameOf(node).Select(sign => sign is ' ' or '.' or ':' or ',' ? '_' : sign))}.{metric}";
}
