using System.Text.Json.Nodes;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Rest;

public static partial class FlinkRest
{
    private static void MapJob(RouteGroupBuilder job)
    {
        job.MapGet("", (string id, StreamJobs jobs) => With(jobs, id, JobView.Detail));
        job.MapGet(
            "/status",
            (string id, StreamJobs jobs) => With(jobs, id, j => new JsonObject { ["status"] = j.Record.State })
        );
        job.MapGet("/config", (string id, StreamJobs jobs) => With(jobs, id, JobView.Config));
        job.MapGet(
            "/plan",
            (string id, StreamJobs jobs) => With(jobs, id, j => new JsonObject { ["plan"] = JobView.Plan(j) })
        );
        job.MapGet("/exceptions", (string id, StreamJobs jobs) => With(jobs, id, JobView.Exceptions));
        job.MapGet("/accumulators", (string id, StreamJobs jobs) => With(jobs, id, JobView.Accumulators));
        job.MapGet(
            "/metrics",
            (string id, string? get, StreamJobs jobs) => With(jobs, id, j => MetricsView.Of(MetricsView.Job(j), get))
        );
        job.MapGet("/checkpoints", (string id, StreamJobs jobs) => With(jobs, id, CheckpointView.All));
        job.MapGet("/checkpoints/config", (string id, StreamJobs jobs) => With(jobs, id, CheckpointView.Config));
        job.MapGet(
            "/checkpoints/details/{checkpoint:long}",
            (string id, long checkpoint, StreamJobs jobs) =>
                With(jobs, id, j => CheckpointView.Detail(j, checkpoint), NoCheckpoint(checkpoint))
        );
        job.MapGet(
            "/checkpoints/details/{checkpoint:long}/subtasks/{vertex}",
            (string id, long checkpoint, string vertex, StreamJobs jobs) =>
                With(jobs, id, j => CheckpointView.Subtasks(j, checkpoint, vertex), NoCheckpoint(checkpoint))
        );
        MapVertex(job.MapGroup("/vertices/{vertex}"));
        ProcessView.MapProcessesOf(job);
        job.MapActs();
    }

    /// <summary>As of a Flink whose flame graphs are switched off.</summary>
    private const int NotSampled = -2;

    private static void MapVertex(IEndpointRouteBuilder vertex)
    {
        void Map(string route, Func<StreamJob, PlanVertex, JsonNode> view) =>
            vertex.MapGet(
                route,
                (string id, string vertex, StreamJobs jobs) =>
                    With(
                        jobs,
                        id,
                        j => VertexView.Find(j, vertex) is { } found ? view(j, found) : null,
                        Missing($"Vertex {vertex} not found")
                    )
            );
        Map("", VertexView.Detail);
        Map("/subtasktimes", VertexView.Times);
        Map("/taskmanagers", VertexView.TaskManagers);
        MapSubtasks(vertex);
        Map("/backpressure", VertexView.BackPressure);
        Map("/watermarks", VertexView.Watermarks);
        Map("/subtasks/accumulators", VertexView.SubtaskAccumulators);
        Map("/flamegraph", (_, _) => new JsonObject { ["endTimestamp"] = NotSampled });
        Map("/accumulators", (_, v) => new JsonObject { ["id"] = v.Id, ["user-accumulators"] = new JsonArray() });
        vertex.MapGet(
            "/metrics",
            (string id, string vertex, string? get, StreamJobs jobs) =>
                With(jobs, id, j => MetricsView.Of(MetricsView.Subtasks(j, vertex), get))
        );
        vertex.MapGet(
            "/subtasks/metrics",
            (string id, string vertex, string? get, string? agg, StreamJobs jobs) =>
                MetricsView.UnknownAggregation(agg) is { } unknown
                    ? Refused(400, $"Cannot resolve query parameter (agg) from value \"{unknown}\".")
                    : With(jobs, id, j => MetricsView.Aggregated(MetricsView.Each(j, vertex), get, agg))
        );
    }

    private static void MapSubtasks(IEndpointRouteBuilder vertex)
    {
        void Map(string route, Func<StreamJob, PlanVertex, int, string?, JsonNode?> view) =>
            vertex.MapGet(
                $"/subtasks/{{subtask:int}}{route}",
                (string id, string vertex, int subtask, string? get, StreamJobs jobs) =>
                    With(
                        jobs,
                        id,
                        j =>
                            VertexView.Find(j, vertex) is { } found && subtask < found.Subtasks.Count
                                ? view(j, found, subtask, get)
                                : null,
                        Missing($"Subtask {subtask} of vertex {vertex} not found")
                    )
            );
        Map("", (job, of, subtask, _) => VertexView.Subtask(job, of, subtask));
        Map("/metrics", (job, of, subtask, get) => MetricsView.Of(MetricsView.Of(job, of, subtask), get));
    }

    private static IResult NoCheckpoint(long id) =>
        Refused(404, $"Could not find checkpointing statistics for checkpoint {id}.");

    /// <param name="missing">The answer where the view is null.</param>
    public static IResult With(StreamJobs jobs, string id, Func<StreamJob, JsonNode?> view, IResult? missing = null) =>
        jobs.Find(id) is not { } job ? NotFound(id)
        : view(job) is { } found ? Results.Json(found)
        : missing ?? Refused(404, $"There is no such part of job {id}.");
}
