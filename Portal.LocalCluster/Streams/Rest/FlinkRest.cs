using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>The JobManager's REST API, as far as the portal and Flink's own tools use it.</summary>
public static partial class FlinkRest
{
    /// <summary>The only one: all tasks run in this process.</summary>
    public const string TaskManager = "local-1";

    public const string Endpoint = "in this process";

    public static void MapFlink(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/overview",
            (StreamJobs jobs, TaskSlots slots, StreamSettings settings) => Overview(jobs, slots, settings)
        );
        routes.MapGet("/config", () => Config());
        routes.MapGet(
            "/taskmanagers",
            (TaskSlots slots, StreamSettings settings, TimeProvider time) => TaskManagers(slots, settings, time)
        );
        routes.MapGet("/jobmanager/config", (StreamJobs jobs) => Configuration(jobs));
        routes.MapProcesses();
        routes.MapGet(
            "/jobs",
            (StreamJobs jobs) =>
                new JsonObject
                {
                    ["jobs"] = new JsonArray([
                        .. jobs.All.Select(j => new JsonObject { ["id"] = j.Record.Id, ["status"] = j.Record.State }),
                    ]),
                }
        );
        routes.MapGet(
            "/jobs/overview",
            (StreamJobs jobs) => new JsonObject { ["jobs"] = new JsonArray([.. jobs.All.Select(JobView.Overview)]) }
        );
        routes.MapPost(
            "/jars/upload",
            () => Refused(400, "JAR jobs need real Flink: the local cluster's stream runtime runs SQL.")
        );
        routes.MapGet("/jars", () => new { address = "", files = Array.Empty<string>() });
        routes.MapDeletions();
        routes.MapGet("/datasets", () => new { dataSets = Array.Empty<string>() });
        MapJob(routes.MapGroup("/jobs/{id}"));
    }

    /// <summary>What a JobManager is configured with.</summary>
    public static JsonArray Configuration(StreamJobs jobs) =>
        [.. GatewaySessions.Defaults(jobs.Store).Select(o => new JsonObject { ["key"] = o.Key, ["value"] = o.Value })];

    /// <summary>An error as Flink answers it.</summary>
    public static IResult Refused(int status, string words) => Error(status, "handler.RestHandlerException", words);

    /// <summary>There is none, as Flink answers it.</summary>
    public static IResult Missing(string words) => Error(404, "NotFoundException", words);

    private static IResult Error(int status, string exception, string words) =>
        Results.Json(
            new JsonObject { ["errors"] = new JsonArray($"org.apache.flink.runtime.rest.{exception}: {words}\n") },
            statusCode: status
        );

    /// <summary>What Flink had not foreseen: it answers with the stack trace of its own fault.</summary>
    public static IResult Internal(string fault) =>
        Results.Json(
            new JsonObject
            {
                ["errors"] = new JsonArray(
                    "Internal server error.",
                    $"<Exception on server side:\n{fault}\n\nEnd of exception on server side>"
                ),
            },
            statusCode: 500
        );

    private static IResult NotFound(string id) =>
        id.Length == 32 && id.All(char.IsAsciiHexDigitLower)
            ? Missing(
                $"Job {id} not found\nCaused by: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job ({id})"
            )
            : Refused(400, $"Cannot resolve path parameter (jobid) from value \"{id}\".");
}
