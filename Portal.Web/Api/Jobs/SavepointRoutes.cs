using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Web.Identity;

namespace Portal.Web.Api.Jobs;

/// <summary>The savepoints of a job: listed, pinned, unpinned and deleted. What takes one or starts from one is requested as a change.</summary>
internal static class SavepointRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var savepoints = v1.MapGroup("/jobs/{cluster}/{name}/savepoints").WithTags("Jobs");
        savepoints
            .MapGet("", List)
            .Refuses(404)
            .WithName("listJobSavepoints")
            .WithSummary(
                "Savepoints of a job that changes made, newest first, the 100 newest: what needs each, and when it expires; also those of former jobs of the name, for the team that owned them and for platform engineers"
            );
        savepoints
            .MapPut("/{id:long}/pin", Pin)
            .Writes()
            .Refuses(404)
            .WithName("pinSavepoint")
            .WithSummary("Keep a savepoint whatever its age, until it is unpinned");
        savepoints
            .MapDelete("/{id:long}/pin", Unpin)
            .Writes()
            .Refuses(404)
            .WithName("unpinSavepoint")
            .WithSummary("Unpin a savepoint: it goes when its retention is over and nothing else needs it");
        savepoints
            .MapDelete("/{id:long}", Delete)
            .Writes()
            .Refuses(404)
            .WithName("deleteSavepoint")
            .WithSummary(
                "Delete a savepoint that nothing needs, also the newest of a former job, when its Flink is read next; its state is lost"
            );
    }

    private static async Task<Results<Ok<IReadOnlyList<SavepointDto>>, ProblemHttpResult>> List(
        string cluster,
        string name,
        JobCatalogue jobs,
        JobLookup lookup,
        TimeProvider time,
        Me me,
        CancellationToken stop
    )
    {
        var found = await jobs.Get(cluster, name, stop);
        var former = await lookup.FormerSavepoints(me.Caller, cluster, name, time.GetUtcNow(), stop);
        return found is null && former.Count == 0
            ? Problem.NotFound($"No job {name} is known on a cluster named {cluster}.")
            : TypedResults.Ok<IReadOnlyList<SavepointDto>>([
                .. (found?.Savepoints ?? [])
                    .UnionBy(former, row => row.Savepoint.Id)
                    .OrderByDescending(row => row.Savepoint.TakenAt)
                    .Select(row => SavepointDto.Of(row, found)),
            ]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Pin(
        string cluster,
        string name,
        long id,
        PinRequestDto request,
        SavepointActs acts,
        Me me,
        CancellationToken stop
    ) => Answer(await acts.Pin(me.Caller, new(cluster, name, id), request.Reason, stop));

    private static async Task<Results<NoContent, ProblemHttpResult>> Unpin(
        string cluster,
        string name,
        long id,
        SavepointActs acts,
        Me me,
        CancellationToken stop
    ) => Answer(await acts.Unpin(me.Caller, new(cluster, name, id), stop));

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string cluster,
        string name,
        long id,
        SavepointActs acts,
        Me me,
        CancellationToken stop
    ) => Answer(await acts.Delete(me.Caller, new(cluster, name, id), stop));

    private static Results<NoContent, ProblemHttpResult> Answer(Outcome<long> outcome) =>
        outcome is Outcome<long>.Refused(var why) ? Problem.Of(why) : TypedResults.NoContent();
}
