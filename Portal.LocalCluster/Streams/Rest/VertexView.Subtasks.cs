using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>A vertex by its subtasks. There is one, whatever the parallelism says, so each sum over them is its own value.</summary>
internal static partial class VertexView
{
    private const int MostSubtasks = 128;
    private static readonly string[] Spread = ["min", "max", "avg", "sum", "median", "p25", "p75", "p95"];

    public static JsonObject Subtask(StreamJob job, PlanVertex vertex)
    {
        var record = job.Record;
        var started = record.Since.GetValueOrDefault(JobStates.Running, record.StartedMs);
        return new()
        {
            ["subtask"] = 0,
            ["status"] = JobView.TaskState(job),
            ["attempt"] = record.Restarts,
            ["endpoint"] = FlinkRest.Endpoint,
            ["start-time"] = started,
            ["start_time"] = started,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - started,
            ["metrics"] = Metrics(job, vertex),
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
            ["subtasks"] = new JsonArray(
                new JsonObject
                {
                    ["subtask"] = 0,
                    ["endpoint"] = FlinkRest.Endpoint,
                    ["duration"] = (record.EndedMs ?? job.NowMs) - record.StartedMs,
                    ["timestamps"] = timestamps,
                }
            ),
        };
    }

    public static JsonObject TaskManagers(StreamJob job, PlanVertex vertex)
    {
        var subtask = Subtask(job, vertex);
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
                    ["status-counts"] = JobView.Counts(job, 1),
                    ["taskmanager-id"] = FlinkRest.TaskManager,
                    ["aggregated"] = Aggregated(job, vertex),
                }
            ),
        };
    }

    private static JsonObject Aggregated(StreamJob job, PlanVertex vertex) =>
        new()
        {
            ["metrics"] = Alone(
                Metrics(job, vertex).Where(m => m.Value!.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            ),
            ["status-duration"] = Alone(Durations(job)),
        };

    private static JsonObject Alone(IEnumerable<KeyValuePair<string, JsonNode?>> values)
    {
        var all = new JsonObject();
        foreach (var (name, value) in values)
        {
            var spread = new JsonObject();
            foreach (var part in Spread)
            {
                spread[part] = (long)
                    double.Parse(value!.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
            }

            all[name] = spread;
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
