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
                "Savepoints of a job that changes made, newest first, the 100 newest: what needs each, and when it expires"
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
            .WithSummary("Delete a savepoint that nothing needs, when its Flink is read next; its state is lost");
    }

    private static async Task<Results<Ok<IReadOnlyList<SavepointDto>>, ProblemHttpResult>> List(
        string cluster,
        string name,
        JobCatalogue jobs,
        CancellationToken stop
    ) =>
        await jobs.Get(cluster, name, stop) is { } found
            ? TypedResults.Ok<IReadOnlyList<SavepointDto>>([
                .. found.Savepoints.Select(row => SavepointDto.Of(row, found)),
            ])
            : Problem.NotFound($"No job {name} is known on a cluster named {cluster}.");

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
