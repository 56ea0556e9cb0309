using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>Metrics by Flink's names: their list, or the values of some.</summary>
internal static partial class MetricsView
{
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

    /// <summary>A vertex's by subtask: its number stands before each name.</summary>
    public static Dictionary<string, double>? Subtasks(StreamJob job, string id) =>
        Each(job, id)
            ?.SelectMany((metrics, i) => metrics.Select(m => KeyValuePair.Create($"{i}.{m.Key}", m.Value)))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>For each subtask of a vertex.</summary>
    public static IReadOnlyList<Dictionary<string, double>>? Each(StreamJob job, string id) =>
        VertexView.Find(job, id) is { } vertex ? [.. VertexView.Numbers(vertex).Select(i => Of(job, vertex, i))] : null;

    public static Dictionary<string, double> Of(StreamJob job, PlanVertex vertex, int subtask)
    {
        var nodes = vertex.Subtasks[subtask];
        var (first, last) = (nodes[0].Operator, nodes[^1].Operator);
        var (times, all) = (VertexTimes.EachSecond(job, vertex, subtask), VertexTimes.All(job, vertex, subtask));
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
        if (VertexView.WatermarkOf(vertex, subtask) is { } watermark)
        {
            metrics["currentInputWatermark"] = watermark;
        }

        foreach (var node in nodes)
        {
            if (node.Operator.SentWatermark is var sent && sent != Watermark.None)
            {
                metrics[Scoped(node, "currentOutputWatermark")] = sent;
            }

            switch (node.Operator)
            {
                case TopicSource { Pending: { } pending }:
                    metrics[Scoped(node, "pendingRecords")] = pending;
                    break;
                case WindowAggregate or SessionAggregate or OverAggregate:
                    metrics[Scoped(node, "numLateRecordsDropped")] = node.Operator.LateDropped;
                    break;
                case TopicSink sink:
                    metrics[Scoped(node, "numRecordsSend")] = sink.Sent;
                    break;
            }
        }

        return metrics;
    }

    // Flink replaces what separates the parts of a metric's name.
    private static string Scoped(PlanNode node, string metric) =>
        $"{string.Concat(PlanVertex.NameOf(node).Select(sign => sign is ' ' or '.' or ':' or ',' ? '_' : sign))}.{metric}";
}
