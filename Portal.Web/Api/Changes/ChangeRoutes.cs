using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Teams;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Limits;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

/// <summary>The routes of changes, and what reads them.</summary>
internal static class ChangeRoutes
{
    private const int LongestInbox = 200;

    public static void Map(RouteGroupBuilder v1)
    {
        var changes = v1.MapGroup("/changes").WithTags("Changes");
        changes
            .MapGet("", List)
            .Refuses(422)
            .WithName("listChanges")
            .WithSummary("Changes, newest first, filtered by the query");
        changes
            .MapGet("/waiting-for-me", Inbox)
            .WithName("listMyInbox")
            .WithSummary($"What waits for my vote, oldest first: at most {LongestInbox}")
            .WithDescription("Where more waits, it follows once some of these no longer wait for my vote.");
        changes
            .MapPost("", ChangeSubmission.Submit)
            .Writes()
            .TakesLongBodies()
            .WithName("submitChange")
            .WithSummary("Request resources to be created, changed or deleted; a worker computes the plan");
        changes.MapGet("/{id:long}", Get).Refuses(404).WithName("getChange").WithSummary("A change, whole");
        changes
            .MapGet("/{id:long}/plan", Plan)
            .Refuses(404)
            .WithName("getPlan")
            .WithSummary("The plan that votes are about now");
        changes
            .MapPut("/{id:long}", ChangeSubmission.Resubmit)
            .Writes()
            .Refuses(404, 412, 428)
            .TakesLongBodies()
            .WithName("resubmitChange")
            .WithSummary("Edit and send again after it was sent back; If-Match names the version you saw");
        ChangeActs.Map(changes);
    }

    private static async Task<Results<Ok<Page<ChangeRowDto>>, ProblemHttpResult>> List(
        [AsParameters] ChangeSearch search,
        ChangeList changes,
        TeamDirectory teams,
        ClusterCatalogue clusters,
        CancellationToken stop
    )
    {
        var read = await search.Read(teams, clusters, stop);
        if (read is Outcome<ChangeFilter>.Refused(var why))
        {
            return Problem.Of(why);
        }

        var filter = ((Outcome<ChangeFilter>.Done)read).Value;
        var size = Paging.Size(search.Limit);
        ChangeId? below = search.After is { } after ? new ChangeId(after) : null;
        var rows = await changes.Page(filter, below, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, ChangeRowDto.Of, row => Paging.Key(row.Id.Value)));
    }

    private static async Task<Ok<List<ChangeRowDto>>> Inbox(Me me, ChangeInbox inbox, CancellationToken stop) =>
        TypedResults.Ok((await inbox.For(me.Caller, LongestInbox, stop)).Select(ChangeRowDto.Of).ToList());

    private static async Task<Results<Ok<ChangeDto>, ProblemHttpResult>> Get(
        long id,
        HttpResponse response,
        ChangeDetails details,
        KindApis kinds,
        CancellationToken stop
    )
    {
        if (await details.Get(new ChangeId(id), stop) is not { } view)
        {
            return Problem.NotFound($"There is no change {id}.");
        }

        response.Headers.ETag = VersionTag.Of(view.Version);
        return TypedResults.Ok(ChangeDto.Of(view, kinds));
    }

    private static async Task<Results<Ok<PlanDto>, ProblemHttpResult>> Plan(
        long id,
        ChangeDetails details,
        KindApis kinds,
        CancellationToken stop
    ) =>
        await details.Get(new ChangeId(id), stop) switch
        {
            null => Problem.NotFound($"There is no change {id}."),
            { Plan: { } plan } view => TypedResults.Ok(PlanDto.Of(plan, view, kinds)),
            var view => Problem.NotFound($"This change is {view.Row.State.InWords()}; there is no plan yet."),
        };
}
