using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>Metrics by Flink's names: their list, or the values of some.</summary>
internal static class MetricsView
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
            ["lastCheckpointSize"] = last?.Bytes ?? 0,
            ["lastCompletedCheckpointId"] = last?.Id ?? 0,
        };
    }

    public static Dictionary<string, double>? Vertex(StreamJob job, string id)
    {
        if (VertexView.Find(job, id) is not { } vertex)
        {
            return null;
        }

        var (first, last) = (vertex.Nodes[0].Operator, vertex.Nodes[^1].Operator);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["numRecordsIn"] = vertex.Inputs.Count == 0 ? first.Sent : first.Received,
            ["numRecordsOut"] = last.Sent,
            ["numLateRecordsDropped"] = vertex.Nodes.Sum(n => n.Operator.LateDropped),
            ["stateRows"] = vertex.Nodes.Sum(n => n.Operator.StateRows),
            ["busyTimeMsPerSecond"] = Math.Round(VertexView.BusyRatio(job) * 1000),
            ["backPressuredTimeMsPerSecond"] = 0,
        };
        if (VertexView.WatermarkOf(vertex) is { } watermark)
        {
            metrics["currentInputWatermark"] = watermark;
        }

        return metrics;
    }
}
