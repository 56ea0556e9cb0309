using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>
/// A chain of operators as Flink's REST API shows it. A job has one thread, so all its vertices are busy for as long as that is, and none holds
/// back another.
/// </summary>
internal static class VertexView
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
            ["maxParallelism"] = 128,
            ["parallelism"] = job.Options.Parallelism,
            ["status"] = JobView.TaskState(record.State),
            ["start-time"] = started,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - started,
            ["tasks"] = JobView.Counts(record.State, job.Options.Parallelism),
            ["metrics"] = Metrics(job, vertex),
        };
    }

    public static JsonObject? Detail(StreamJob job, string id)
    {
        if (Find(job, id) is not { } vertex)
        {
            return null;
        }

        var of = Of(job, vertex);
        of["now"] = job.NowMs;
        of["subtasks"] = new JsonArray(
            new JsonObject
            {
                ["subtask"] = 0,
                ["status"] = JobView.TaskState(job.Record.State),
                ["attempt"] = job.Record.Restarts,
                ["endpoint"] = "in this process",
                ["metrics"] = Metrics(job, vertex),
                ["taskmanager-id"] = "local-1",
                ["status-duration"] = Durations(job),
            }
        );
        return of;
    }

    // What comes before it runs is one state here: state is restored while it is initialized.
    private static JsonObject Durations(StreamJob job)
    {
        var record = job.Record;
        var running = record.Since.GetValueOrDefault(JobStates.Running);
        var began =
            record.Since.GetValueOrDefault(JobStates.Restarting) is var again
            && again > record.StartedMs
            && again <= running
                ? again
                : record.StartedMs;
        return new()
        {
            ["CREATED"] = 0,
            ["SCHEDULED"] = 0,
            ["DEPLOYING"] = 0,
            ["INITIALIZING"] = running < began ? -1 : running - began,
            ["RUNNING"] = running < began ? -1 : (record.EndedMs ?? job.NowMs) - running,
        };
    }

    public static JsonObject? BackPressure(StreamJob job, string id) =>
        Find(job, id) is null
            ? null
            : new()
            {
                ["status"] = "ok",
                ["backpressureLevel"] = "ok",
                ["backpressure-level"] = "ok",
                ["end-timestamp"] = job.NowMs,
                ["subtasks"] = new JsonArray(
                    new JsonObject
                    {
                        ["subtask"] = 0,
                        ["backpressureLevel"] = "ok",
                        ["backpressure-level"] = "ok",
                        ["ratio"] = 0.0,
                        ["busyRatio"] = BusyRatio(job),
                        ["idleRatio"] = 1 - BusyRatio(job),
                    }
                ),
            };

    public static JsonArray? Watermarks(StreamJob job, string id) =>
        Find(job, id) is not { } vertex ? null
        : WatermarkOf(vertex) is { } ms
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

    public static double BusyRatio(StreamJob job)
    {
        var runs = job.NowMs - job.Record.Since.GetValueOrDefault(JobStates.Running, job.NowMs);
        return runs > 0 ? Math.Min(1, job.Busy.TotalMilliseconds / runs) : 0;
    }

    private static JsonObject Metrics(StreamJob job, PlanVertex vertex)
    {
        var (first, last) = (vertex.Nodes[0].Operator, vertex.Nodes[^1].Operator);
        var runs = job.NowMs - job.Record.Since.GetValueOrDefault(JobStates.Running, job.NowMs);
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
            ["accumulated-backpressured-time"] = 0,
            ["accumulated-idle-time"] = Math.Max(0, runs - (long)job.Busy.TotalMilliseconds),
            ["accumulated-busy-time"] = job.Busy.TotalMilliseconds,
        };
    }
}
