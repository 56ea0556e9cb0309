using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>The JobManager's REST API, as far as the portal and Flink's own tools use it.</summary>
public static partial class FlinkRest
{
    private const string TaskManager = "local-1";

    public static void MapFlink(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/overview", (StreamJobs jobs, StreamSettings settings) => Overview(jobs, settings));
        routes.MapGet("/config", () => Config());
        routes.MapGet("/taskmanagers", (StreamJobs jobs, StreamSettings settings) => TaskManagers(jobs, settings));
        routes.MapGet(
            "/jobmanager/config",
            (StreamJobs jobs) =>
                new JsonArray([
                    .. GatewaySessions
                        .Defaults(jobs.Store)
                        .Select(o => new JsonObject { ["key"] = o.Key, ["value"] = o.Value }),
                ])
        );
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
        var job = routes.MapGroup("/jobs/{id}");
        job.MapGet("", (string id, StreamJobs jobs) => With(jobs, id, JobView.Detail));
        job.MapGet("/config", (string id, StreamJobs jobs) => With(jobs, id, JobView.Config));
        job.MapGet(
            "/plan",
            (string id, StreamJobs jobs) => With(jobs, id, j => new JsonObject { ["plan"] = JobView.Plan(j) })
        );
        job.MapGet("/exceptions", (string id, StreamJobs jobs) => With(jobs, id, JobView.Exceptions));
        job.MapGet(
            "/metrics",
            (string id, string? get, StreamJobs jobs) => With(jobs, id, j => MetricsView.Of(MetricsView.Job(j), get))
        );
        job.MapGet("/checkpoints", (string id, StreamJobs jobs) => With(jobs, id, CheckpointView.All));
        job.MapGet("/checkpoints/config", (string id, StreamJobs jobs) => With(jobs, id, CheckpointView.Config));
        job.MapGet(
            "/checkpoints/details/{checkpoint:long}",
            (string id, long checkpoint, StreamJobs jobs) => With(jobs, id, j => CheckpointView.Detail(j, checkpoint))
        );
        job.MapGet(
            "/vertices/{vertex}",
            (string id, string vertex, StreamJobs jobs) => With(jobs, id, j => VertexView.Detail(j, vertex))
        );
        job.MapGet(
            "/vertices/{vertex}/backpressure",
            (string id, string vertex, StreamJobs jobs) => With(jobs, id, j => VertexView.BackPressure(j, vertex))
        );
        job.MapGet(
            "/vertices/{vertex}/watermarks",
            (string id, string vertex, StreamJobs jobs) => With(jobs, id, j => VertexView.Watermarks(j, vertex))
        );
        job.MapGet(
            "/vertices/{vertex}/metrics",
            (string id, string vertex, string? get, StreamJobs jobs) =>
                With(jobs, id, j => MetricsView.Of(MetricsView.Subtask(j, vertex), get))
        );
        job.MapGet(
            "/vertices/{vertex}/subtasks/metrics",
            (string id, string vertex, string? get, string? agg, StreamJobs jobs) =>
                MetricsView.UnknownAggregation(agg) is { } unknown
                    ? Refused(400, $"Cannot resolve query parameter (agg) from value \"{unknown}\".")
                    : With(jobs, id, j => MetricsView.Aggregated(MetricsView.Vertex(j, vertex), get, agg))
        );
        job.MapActs();
    }

    /// <summary>An error as Flink answers it.</summary>
    public static IResult Refused(int status, string words) =>
        Results.Json(
            new JsonObject
            {
                ["errors"] = new JsonArray($"org.apache.flink.runtime.rest.handler.RestHandlerException: {words}\n"),
            },
            statusCode: status
        );

    public static IResult With(StreamJobs jobs, string id, Func<StreamJob, JsonNode?> view) =>
        jobs.Find(id) is not { } job ? NotFound(id)
        : view(job) is { } found ? Results.Json(found)
        : Refused(404, $"There is no such part of job {id}.");

    private static IResult NotFound(string id) =>
        id.Length == 32 && id.All(char.IsAsciiHexDigitLower)
            ? Results.Json(
                new JsonObject
                {
                    ["errors"] = new JsonArray(
                        $"org.apache.flink.runtime.rest.NotFoundException: Job {id} not found\nCaused by: org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job ({id})\n"
                    ),
                },
                statusCode: 404
            )
            : Refused(400, $"Cannot resolve path parameter (jobid) from value \"{id}\".");
}
