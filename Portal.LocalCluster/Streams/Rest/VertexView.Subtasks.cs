using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>A vertex by its subtasks. They start and end together, on one task manager.</summary>
internal static partial class VertexView
{
    public static JsonObject Subtask(StreamJob job, PlanVertex vertex, int subtask)
    {
        var record = job.Record;
        var started = record.Since.GetValueOrDefault(JobStates.Running, record.StartedMs);
        return new()
        {
            ["subtask"] = subtask,
            ["status"] = JobView.TaskState(job),
            ["attempt"] = record.Restarts,
            ["endpoint"] = FlinkRest.Endpoint,
            ["start-time"] = started,
            ["start_time"] = started,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - started,
            ["metrics"] = Metrics(job, vertex, subtask),
            ["taskmanager-id"] = FlinkRest.TaskManager,
            ["status-duration"] = Durations(job),
        };
    }

    public static JsonObject Times(StreamJob job, PlanVertex vertex)
    {
        var record = job.Record;
        var timestamps = new JsonObject();
        foreach (var state in JobView.TaskStates)
        {
            timestamps[state] = record.Since.GetValueOrDefault(
                state switch
                {
                    "CANCELING" => JobStates.Cancelling,
                    _ => state,
                }
            );
        }

        return new()
        {
            ["id"] = vertex.Id,
            ["name"] = vertex.Name,
            ["now"] = job.NowMs,
            ["subtasks"] = Each(
                vertex,
                i => new JsonObject
                {
                    ["subtask"] = i,
                    ["endpoint"] = FlinkRest.Endpoint,
                    ["duration"] = (record.EndedMs ?? job.NowMs) - record.StartedMs,
                    ["timestamps"] = timestamps.DeepClone(),
                }
            ),
        };
    }

    public static JsonObject TaskManagers(StreamJob job, PlanVertex vertex)
    {
        var subtask = Subtask(job, vertex, 0);
        return new()
        {
            ["id"] = vertex.Id,
            ["name"] = vertex.Name,
            ["now"] = job.NowMs,
            ["taskmanagers"] = new JsonArray(
                new JsonObject
                {
                    ["endpoint"] = FlinkRest.Endpoint,
                    ["status"] = JobView.TaskState(job),
                    ["start-time"] = subtask["start-time"]!.DeepClone(),
                    ["end-time"] = subtask["end-time"]!.DeepClone(),
                    ["duration"] = subtask["duration"]!.DeepClone(),
                    ["metrics"] = Metrics(job, vertex),
                    ["status-counts"] = JobView.Counts(job, vertex.Parallelism),
                    ["taskmanager-id"] = FlinkRest.TaskManager,
                    ["aggregated"] = Aggregated(job, vertex),
                }
            ),
        };
    }

    private static JsonObject Aggregated(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["metrics"] = Spreads([.. Numbers(vertex).Select(i => Metrics(job, vertex, i))]),
            ["status-duration"] = Spreads([.. Numbers(vertex).Select(_ => Durations(job))]),
        };

    /// <summary>Of each number over the subtasks.</summary>
    private static JsonObject Spreads(IReadOnlyList<JsonObject> subtasks)
    {
        var all = new JsonObject();
        foreach (var name in subtasks[0].Where(m => m.Value!.GetValueKind() == JsonValueKind.Number).Select(m => m.Key))
        {
            var values = subtasks
                .Select(m => (long)double.Parse(m[name]!.ToJsonString(), CultureInfo.InvariantCulture))
                .Order()
                .ToList();
            long Part(double share) => values[Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1)];
            all[name] = new JsonObject
            {
                ["min"] = values[0],
                ["max"] = values[^1],
                ["avg"] = (long)values.Average(),
                ["sum"] = values.Sum(),
                ["median"] = Part(0.5),
                ["p25"] = Part(0.25),
                ["p75"] = Part(0.75),
                ["p95"] = Part(0.95),
            };
        }

        return all;
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
}
