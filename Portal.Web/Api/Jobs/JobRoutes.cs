using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

/// <summary>Stream jobs: listed and shown. Starting, changing and stopping them is asked for as a change.</summary>
internal static class JobRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var jobs = v1.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", List)
            .ReadsSnapshots()
            .Refuses(422)
            .WithName("listJobs")
            .WithSummary("Jobs by cluster and name, filtered by the query");
        jobs.MapGet("/{cluster}/{name}", Get)
            .ReadsSnapshots()
            .Refuses(404)
            .WithName("getJob")
            .WithSummary("A job: how it is and why, its runs, checkpoints, operators, exceptions and drift");
        jobs.MapGet("/{cluster}/{name}/rates", JobRates.Read)
            .Refuses(404, 422)
            .WithName("getJobRates")
            .WithSummary(
                "What a job reads and writes, how busy and how back-pressured it is and when it restarted, over time"
            );
        jobs.MapGet("/{cluster}/{name}/checkpoints", Checkpoints)
            .Refuses(404)
            .WithName("listJobCheckpoints")
            .WithSummary(
                "Checkpoints and savepoints of a job that are over, newest first: those that a reading saw, the newest 500 of a run"
            );
    }

    internal static ProblemHttpResult NotKnown(string cluster, string name) =>
        Problem.NotFound($"No job {name} is known on a cluster named {cluster}.");

    private static async Task<Results<Ok<Page<JobRowDto>>, ProblemHttpResult>> List(
        [AsParameters] JobSearch search,
        JobList jobs,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var read = search.Read();
        if (read is Outcome<Func<JobRow, bool>>.Refused(var why))
        {
            return Problem.Of(why);
        }

        var takes = ((Outcome<Func<JobRow, bool>>.Done)read).Value;
        var (size, now) = (Paging.Size(search.Limit), time.GetUtcNow());
        var rows = await jobs.Page(search.Environment, search.Cluster, takes, search.After, size + 1, stop);
        return TypedResults.Ok(
            Paging.Of(rows, size, row => JobRowDto.Of(row, now), row => $"{row.Cluster}/{row.Name}")
        );
    }

    private static async Task<Results<Ok<JobDto>, ProblemHttpResult>> Get(
        string cluster,
        string name,
        JobCatalogue jobs,
        OpenRuns runs,
        TimeProvider time,
        CancellationToken stop
    ) =>
        await jobs.Get(cluster, name, stop) is { } found
            ? TypedResults.Ok(
                JobDto.Of(found, await runs.On(new(JobKind.Word, found.Flink.Id, name), stop), time.GetUtcNow())
            )
            : NotKnown(cluster, name);

    private static async Task<Results<Ok<Page<KeptCheckpointDto>>, ProblemHttpResult>> Checkpoints(
        string cluster,
        string name,
        [Description("`next` of the page before.")] string? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        JobLookup jobs,
        CancellationToken stop
    )
    {
        if (await jobs.Find(cluster, name, stop) is not { } found)
        {
            return NotKnown(cluster, name);
        }

        var size = Paging.Size(limit);
        var rows = (await jobs.Checkpoints(found, name, stop))
            .OrderByDescending(KeptCheckpointDto.Key, StringComparer.Ordinal)
            .Where(c => after is null || string.CompareOrdinal(KeptCheckpointDto.Key(c), after) < 0)
            .Take(size + 1)
            .ToList();
        return TypedResults.Ok(Paging.Of(rows, size, KeptCheckpointDto.Of, KeptCheckpointDto.Key));
    }
}
