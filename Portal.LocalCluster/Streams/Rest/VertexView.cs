using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>
/// A chain of operators as Flink's REST API shows it. A job has one thread, so all its vertices are busy for as long as that is.
/// </summary>
internal static partial class VertexView
{
    public static JsonObject Of(StreamJob job, PlanVertex vertex)
    {
        var record = job.Record;
        var started = record.Since.GetValueOrDefault(JobStates.Running, record.StartedMs);
        return new()
        {
            ["id"] = vertex.Id,
            ["slotSharingGroupId"] = record.Id,
            ["name"] = vertex.Name,
            ["maxParallelism"] = MostSubtasks,
            ["parallelism"] = job.Options.Parallelism,
            ["status"] = JobView.TaskState(job),
            ["start-time"] = started,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - started,
            ["tasks"] = JobView.Counts(job, job.Options.Parallelism),
            ["metrics"] = Metrics(job, vertex),
        };
    }

    public static JsonObject Detail(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["id"] = vertex.Id,
            ["name"] = vertex.Name,
            ["parallelism"] = job.Options.Parallelism,
            ["maxParallelism"] = MostSubtasks,
            ["now"] = job.NowMs,
            ["subtasks"] = new JsonArray(Subtask(job, vertex)),
            ["aggregated"] = Aggregated(job, vertex),
        };

    public static JsonObject BackPressure(StreamJob job, PlanVertex vertex)
    {
        var times = VertexTimes.EachSecond(job, vertex);
        return new()
        {
            ["status"] = "ok",
            ["backpressureLevel"] = times.Level,
            ["backpressure-level"] = times.Level,
            ["end-timestamp"] = job.NowMs,
            ["subtasks"] = new JsonArray(
                new JsonObject
                {
                    ["subtask"] = 0,
                    ["backpressureLevel"] = times.Level,
                    ["backpressure-level"] = times.Level,
                    ["ratio"] = times.BackPressured.TotalSeconds,
                    ["busyRatio"] = times.Busy.TotalSeconds,
                    ["idleRatio"] = times.Idle.TotalSeconds,
                }
            ),
        };
    }

    public static JsonObject SubtaskAccumulators(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["id"] = vertex.Id,
            ["parallelism"] = job.Options.Parallelism,
            ["subtasks"] = new JsonArray(
                new JsonObject
                {
                    ["subtask"] = 0,
                    ["attempt"] = job.Record.Restarts,
                    ["endpoint"] = FlinkRest.Endpoint,
                    ["user-accumulators"] = new JsonArray(),
                }
            ),
        };

    public static JsonArray Watermarks(StreamJob job, PlanVertex vertex) =>
        WatermarkOf(vertex) is { } ms
            ?
            [
                new JsonObject
                {
                    ["id"] = "0.currentInputWatermark",
                    ["value"] = ms.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
            ]
            : [];

    public static long? WatermarkOf(PlanVertex vertex) =>
        vertex.Nodes[0].Operator.CurrentWatermark is var ms && ms != Watermark.None ? ms : null;

    public static PlanVertex? Find(StreamJob job, string id) => job.Vertices.FirstOrDefault(v => v.Id == id);

    private static JsonObject Metrics(StreamJob job, PlanVertex vertex)
    {
        var (first, last) = (vertex.Nodes[0].Operator, vertex.Nodes[^1].Operator);
        var times = VertexTimes.All(job, vertex);
        return new()
        {
            ["read-bytes"] = 0,
            ["read-bytes-complete"] = false,
            ["write-bytes"] = 0,
            ["write-bytes-complete"] = false,
            ["read-records"] = vertex.Inputs.Count == 0 ? first.Sent : first.Received,
            ["read-records-complete"] = true,
            ["write-records"] = last.Sent,
            ["write-records-complete"] = true,
            ["accumulated-backpressured-time"] = (long)times.BackPressured.TotalMilliseconds,
            ["accumulated-idle-time"] = (long)times.Idle.TotalMilliseconds,
            ["accumulated-busy-time"] = times.Busy.TotalMilliseconds,
        };
    }
}
