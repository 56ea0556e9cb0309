using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

internal static partial class JobView
{
    public static JsonObject Plan(StreamJob job) =>
        new()
        {
            ["jid"] = job.Record.Id,
            ["name"] = job.Record.Name,
            ["type"] = "STREAMING",
            ["nodes"] = new JsonArray([.. job.Vertices.Select(Node)]),
        };

    public static JsonObject Config(StreamJob job)
    {
        var carried = new JsonObject();
        foreach (var (key, value) in job.Options.JobParameters)
        {
            carried[key] = value;
        }

        return new()
        {
            ["jid"] = job.Record.Id,
            ["name"] = job.Record.Name,
            ["execution-config"] = new JsonObject
            {
                ["restart-strategy"] = RestartPauses.InWords(job.Options),
                ["job-parallelism"] = job.Options.Parallelism,
                ["object-reuse-mode"] = true,
                ["user-config"] = carried,
            },
        };
    }

    /// <summary>SQL has none: they are a JAR's.</summary>
    public static JsonObject Accumulators(StreamJob _) =>
        new()
        {
            ["job-accumulators"] = new JsonArray(),
            ["user-task-accumulators"] = new JsonArray(),
            ["serialized-user-task-accumulators"] = new JsonObject(),
        };

    public static JsonObject Exceptions(StreamJob job) =>
        new()
        {
            ["exceptionHistory"] = new JsonObject
            {
                ["entries"] = new JsonArray([
                    .. job.Record.Failures.Select(f => new JsonObject
                    {
                        ["exceptionName"] = f.ExceptionClass,
                        ["stacktrace"] = $"{f.ExceptionClass}: {f.Words}\n",
                        ["timestamp"] = f.AtMs,
                        ["failureLabels"] = new JsonObject(),
                        ["taskName"] = f.Task,
                        ["endpoint"] = FlinkRest.Endpoint,
                        ["taskManagerId"] = FlinkRest.TaskManager,
                        ["concurrentExceptions"] = new JsonArray(),
                    }),
                ]),
                ["truncated"] = false,
            },
        };

    public static JsonObject Counts(StreamJob job, int tasks)
    {
        var counts = new JsonObject();
        foreach (var each in TaskStates)
        {
            counts[each] = TaskState(job) == each ? tasks : 0;
        }

        return counts;
    }

    /// <summary>Of a job's tasks by the job's own: they run and fail together.</summary>
    public static string TaskState(StreamJob job) =>
        job.Record.State switch
        {
            JobStates.Running when job.IsWaitingForSlots => "SCHEDULED",
            JobStates.Running or JobStates.Finished or JobStates.Canceled or JobStates.Failed => job.Record.State,
            JobStates.Restarting or JobStates.Failing => "FAILED",
            JobStates.Cancelling => "CANCELING",
            JobStates.Initializing => "INITIALIZING",
            _ => "CREATED",
        };

    private static JsonObject Node(PlanVertex vertex)
    {
        var node = new JsonObject
        {
            ["id"] = vertex.Id,
            ["operator"] = "",
            ["parallelism"] = vertex.Parallelism,
            ["operator_strategy"] = "",
            ["description"] = string.Join("<br/>", vertex.Nodes.Select(n => n.ToString())),
            ["optimizer_properties"] = new JsonObject(),
        };
        if (vertex.Inputs.Count > 0)
        {
            node["inputs"] = new JsonArray([
                .. vertex.Inputs.Select(
                    (input, i) =>
                        new JsonObject
                        {
                            ["num"] = i,
                            ["id"] = input.Id,
                            ["ship_strategy"] = vertex.Nodes[0].IsKeyed ? "HASH" : "FORWARD",
                            ["exchange"] = "pipelined_bounded",
                        }
                ),
            ]);
        }

        return node;
    }
}
