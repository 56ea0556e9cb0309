using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>A job as Flink's REST API shows it.</summary>
internal static partial class JobView
{
    public static readonly string[] TaskStates =
    [
        "INITIALIZING",
        "FINISHED",
        "RUNNING",
        "CANCELED",
        "DEPLOYING",
        "FAILED",
        "CANCELING",
        "RECONCILING",
        "CREATED",
        "SCHEDULED",
    ];

    public static JsonObject Overview(StreamJob job)
    {
        var record = job.Record;
        var total = job.Vertices.Sum(v => v.Parallelism);
        var tasks = new JsonObject();
        foreach (var state in TaskStates)
        {
            tasks[state.ToLowerInvariant()] = TaskState(job) == state ? total : 0;
        }

        tasks["total"] = total;
        return new()
        {
            ["jid"] = record.Id,
            ["name"] = record.Name,
            ["start-time"] = record.StartedMs,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - record.StartedMs,
            ["state"] = record.State,
            ["last-modification"] = record.Since.Values.DefaultIfEmpty(record.StartedMs).Max(),
            ["tasks"] = tasks,
            ["pending-operators"] = 0,
        };
    }

    public static JsonObject Detail(StreamJob job)
    {
        var record = job.Record;
        var timestamps = new JsonObject();
        foreach (var state in JobStates.All)
        {
            timestamps[state] = record.Since.GetValueOrDefault(state);
        }

        return new()
        {
            ["jid"] = record.Id,
            ["name"] = record.Name,
            ["isStoppable"] = false,
            ["state"] = record.State,
            ["job-type"] = "STREAMING",
            ["start-time"] = record.StartedMs,
            ["end-time"] = record.EndedMs ?? -1,
            ["duration"] = (record.EndedMs ?? job.NowMs) - record.StartedMs,
            ["maxParallelism"] = -1,
            ["now"] = job.NowMs,
            ["timestamps"] = timestamps,
            ["vertices"] = new JsonArray([.. job.Vertices.Select(v => VertexView.Of(job, v))]),
            ["status-counts"] = Counts(job, job.Vertices.Count),
            ["plan"] = Plan(job),
            ["pending-operators"] = 0,
        };
    }
}
