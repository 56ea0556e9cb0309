using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Portal.LocalCluster.Streams.Jobs;

namespace Portal.LocalCluster.Streams.Rest;

/// <summary>What is done to a job over REST: cancel, savepoint, stop. Each answer is Flink's.</summary>
internal static class JobActs
{
    public static void MapActs(this IEndpointRouteBuilder job)
    {
        job.MapPatch("", (string id, string? mode, StreamJobs jobs) => Cancel(jobs, id));
        // By which Flink's own pages cancel, as YARN's proxy lets only GET through.
        job.MapGet("/yarn-cancel", (string id, StreamJobs jobs) => Cancel(jobs, id));
        job.MapPost(
            "/savepoints",
            (string id, SavepointBody? body, StreamJobs jobs) =>
                Trigger(jobs, id, body?.TriggerId, body?.TargetDirectory, body?.CancelJob ?? false, drains: false)
        );
        job.MapPost(
            "/stop",
            (string id, StopBody? body, StreamJobs jobs) =>
                Trigger(jobs, id, body?.TriggerId, body?.TargetDirectory, stops: true, body?.Drain ?? false)
        );
        job.MapGet("/savepoints/{trigger}", Progress);
        job.MapGet("/resource-requirements", (string id, StreamJobs jobs) => Rescaled(jobs, id, _ => null));
        job.MapPut(
            "/resource-requirements",
            (string id, [FromBody] JsonObject? wanted, StreamJobs jobs) =>
                Rescaled(
                    jobs,
                    id,
                    j => j.Vertices.Select(v => v.Id).FirstOrDefault(v => wanted?.ContainsKey(v) != true)
                )
        );
        job.MapPatch("/rescaling", () => FlinkRest.Refused(503, "Rescaling is temporarily disabled. See FLINK-12312."));
    }

    /// <summary>A job is rescaled by a savepoint and a new start, as under Flink's default scheduler.</summary>
    /// <param name="missing">A vertex that the request leaves out.</param>
    private static IResult Rescaled(StreamJobs jobs, string id, Func<StreamJob, string?> missing) =>
        jobs.Find(id) is not { } job ? FlinkRest.With(jobs, id, _ => null)
        : missing(job) is { } vertex
            ? FlinkRest.Refused(400, $"The request is incomplete, missing job vertex [{vertex}] resource requirements.")
        : FlinkRest.Internal(
            "java.lang.UnsupportedOperationException: The DefaultScheduler does not support changing the parallelism without a job restart. This feature is currently only expected to work with the AdaptiveScheduler."
        );

    private static IResult Cancel(StreamJobs jobs, string id) =>
        jobs.Find(id) is not { } job ? FlinkRest.Refused(404, "Job could not be found.")
        : job.Cancel() ? Results.Json(new JsonObject(), statusCode: 202)
        : job.Record.State == JobStates.Canceled ? Results.Json(new JsonObject(), statusCode: 202)
        : FlinkRest.Refused(
            409,
            $"Job cancellation failed because the job has already reached another terminal state ({job.Record.State})."
        );

    private static IResult Trigger(StreamJobs jobs, string id, string? trigger, string? target, bool stops, bool drains)
    {
        trigger ??= NewId.Job();
        if (jobs.Find(id) is { } job)
        {
            jobs.Savepoint(job, trigger, target, stops, drains);
        }
        else
        {
            jobs.SavepointOfNone(id, trigger);
        }

        return Results.Json(new JsonObject { ["request-id"] = trigger }, statusCode: 202);
    }

    private static IResult Progress(string id, string trigger, StreamJobs jobs)
    {
        if (jobs.FindSavepoint(id, trigger) is not { } savepoint)
        {
            return FlinkRest.Refused(404, $"There is no savepoint operation with triggerId={trigger} for job {id}.");
        }

        return Operation(
            savepoint.IsDone,
            savepoint.Failure,
            new() { ["location"] = savepoint.Folder is [] ? null : new Uri(savepoint.Folder).AbsoluteUri }
        );
    }

    /// <summary>How far something is that goes on by itself, as Flink answers it.</summary>
    /// <param name="failure">Its cause, as Java would print it; null when it has none.</param>
    public static IResult Operation(bool isDone, string? failure, JsonObject result) =>
        Results.Json(
            new JsonObject
            {
                ["status"] = new JsonObject { ["id"] = isDone ? "COMPLETED" : "IN_PROGRESS" },
                ["operation"] =
                    !isDone ? null
                    : failure is null ? result
                    : new JsonObject
                    {
                        ["failure-cause"] = new JsonObject
                        {
                            ["class"] = "java.util.concurrent.CompletionException",
                            ["stack-trace"] =
                                $"java.util.concurrent.CompletionException: {failure}\nCaused by: {failure}\n",
                        },
                    },
            }
        );

    private sealed record SavepointBody(
        [property: JsonPropertyName("target-directory")] string? TargetDirectory,
        [property: JsonPropertyName("cancel-job")] bool? CancelJob,
        [property: JsonPropertyName("triggerId")] string? TriggerId
    );

    private sealed record StopBody(string? TargetDirectory, bool? Drain, string? TriggerId);
}
