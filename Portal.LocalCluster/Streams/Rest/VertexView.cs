using System.Globalization;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>
/// A chain of operators as Flink's REST API shows it. Without parallelism a job has one thread, so all its vertices are busy for as long as that is.
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
            ["maxParallelism"] = job.MaxParallelism,
            ["parallelism"] = vertex.Parallelism,
            ["status"] = JobView.TaskState(job),
            ["start-time"] = started,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - started,
            ["tasks"] = JobView.Counts(job, vertex.Parallelism),
            ["metrics"] = Metrics(job, vertex),
        };
    }

    public static JsonObject Detail(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["id"] = vertex.Id,
            ["name"] = vertex.Name,
            ["parallelism"] = vertex.Parallelism,
            ["maxParallelism"] = job.MaxParallelism,
            ["now"] = job.NowMs,
            ["subtasks"] = Each(vertex, i => Subtask(job, vertex, i)),
            ["aggregated"] = Aggregated(job, vertex),
        };

    public static JsonObject BackPressure(StreamJob job, PlanVertex vertex)
    {
        var all = Numbers(vertex).Select(i => VertexTimes.EachSecond(job, vertex, i)).ToList();
        var level = VertexTimes.LevelOf(all.Max(times => times.BackPressured.TotalSeconds));
        return new()
        {
            ["status"] = "ok",
            ["backpressureLevel"] = level,
            ["backpressure-level"] = level,
            ["end-timestamp"] = job.NowMs,
            ["subtasks"] = Each(
                vertex,
                i => new JsonObject
                {
                    ["subtask"] = i,
                    ["backpressureLevel"] = all[i].Level,
                    ["backpressure-level"] = all[i].Level,
                    ["ratio"] = all[i].BackPressured.TotalSeconds,
                    ["busyRatio"] = all[i].Busy.TotalSeconds,
                    ["idleRatio"] = all[i].Idle.TotalSeconds,
                }
            ),
        };
    }

    public static JsonObject SubtaskAccumulators(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["id"] = vertex.Id,
            ["parallelism"] = vertex.Parallelism,
            ["subtasks"] = Each(
                vertex,
                i => new JsonObject
                {
                    ["subtask"] = i,
                    ["attempt"] = job.Record.Restarts,
                    ["endpoint"] = FlinkRest.Endpoint,
                    ["user-accumulators"] = new JsonArray(),
                }
            ),
        };

    public static JsonArray Watermarks(StreamJob job, PlanVertex vertex) =>
        [
            .. Numbers(vertex)
                .Where(i => WatermarkOf(vertex, i) is not null)
                .Select(i => new JsonObject
                {
                    ["id"] = string.Create(CultureInfo.InvariantCulture, $"{i}.currentInputWatermark"),
                    ["value"] = WatermarkOf(vertex, i)!.Value.ToString(CultureInfo.InvariantCulture),
                }),
        ];

    public static long? WatermarkOf(PlanVertex vertex, int subtask) =>
        vertex.Subtasks[subtask][0].Operator.CurrentWatermark is var ms && ms != Watermark.None ? ms : null;

    public static IEnumerable<int> Numbers(PlanVertex vertex) => Enumerable.Range(0, vertex.Subtasks.Count);

    private static JsonArray Each(PlanVertex vertex, Func<int, JsonObject> subtask) =>
        [.. Numbers(vertex).Select(subtask)];

    public static PlanVertex? Find(StreamJob job, string id) => job.Vertices.FirstOrDefault(v => v.Id == id);

    private static JsonObject Metrics(StreamJob job, PlanVertex vertex) =>
        Metrics([.. Numbers(vertex).Select(i => Counts(job, vertex, i))]);

    private static JsonObject Metrics(StreamJob job, PlanVertex vertex, int subtask) =>
        Metrics([Counts(job, vertex, subtask)]);

    private static (long Read, long Written, VertexTimes Times) Counts(StreamJob job, PlanVertex vertex, int subtask)
    {
        var (first, last) = (vertex.Subtasks[subtask][0].Operator, vertex.Subtasks[subtask][^1].Operator);
        var read = vertex.Inputs.Count == 0 ? first.Sent : first.Received;
        return (read, last.Sent, VertexTimes.All(job, vertex, subtask));
    }

    private static JsonObject Metrics(IReadOnlyList<(long Read, long Written, VertexTimes Times)> of) =>
        new()
        {
            ["read-bytes"] = 0,
            ["read-bytes-complete"] = false,
            ["write-bytes"] = 0,
            ["write-bytes-complete"] = false,
            ["read-records"] = of.Sum(each => each.Read),
            ["read-records-complete"] = true,
            ["write-records"] = of.Sum(each => each.Written),
            ["write-records-complete"] = true,
            ["accumulated-backpressured-time"] = of.Sum(each => (long)each.Times.BackPressured.TotalMilliseconds),
            ["accumulated-idle-time"] = of.Sum(each => (long)each.Times.Idle.TotalMilliseconds),
            ["accumulated-busy-time"] = of.Sum(each => each.Times.Busy.TotalMilliseconds),
        };
}
