using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Web.Identity;
using Portal.Web.Layout;

namespace Portal.Web.Api.Changes;

/// <summary>Requests that were begun on the pages and not sent: one's own.</summary>
internal static class DraftRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/drafts").WithTags("Changes");
        routes
            .MapGet("", List)
            .WithName("listDrafts")
            .WithSummary("Requests that I have begun and not sent, newest first: at most 50, all of them");
        routes
            .MapDelete("/{id:long}", Delete)
            .Writes()
            .Refuses(404)
            .WithName("deleteDraft")
            .WithSummary("Delete a draft of mine");
    }

    private static async Task<Ok<DraftListDto>> List(RequestDrafts drafts, Me me, CancellationToken stop) =>
        TypedResults.Ok(new DraftListDto([.. (await drafts.Of(me.Caller, stop)).Select(DraftDto.Of)]));

    private static Task<Results<NoContent, ProblemHttpResult>> Delete(
        [Description("The draft's number, as listed.")] long id,
        RequestDrafts drafts,
        Me me,
        CancellationToken stop
    ) => drafts.Delete(me.Caller, new DraftId(id), stop).Answer(_ => TypedResults.NoContent());
}

public sealed record DraftListDto(IReadOnlyList<DraftDto> Items);

public sealed record DraftDto(
    long Id,
    string Title,
    [property: Description("The page that goes on with it.")] string Address,
    DateTimeOffset UpdatedAt
)
{
    internal static DraftDto Of(DraftRow row) =>
        new(row.Id.Value, row.Title, Addresses.Draft(row.Address, row.Id), row.UpdatedAt);
}
