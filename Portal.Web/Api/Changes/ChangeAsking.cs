using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

/// <summary>A change asked for, and asked for again, mended.</summary>
internal static class ChangeAsking
{
    public static Task<Results<Created<ChangeDto>, ProblemHttpResult>> Submit(
        ChangeRequestDto request,
        Me me,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    ) => Ask(request.ToDraft(), me, requests, details, stop);

    public static async Task<Results<Created<ChangeDto>, ProblemHttpResult>> Ask(
        ChangeDraft draft,
        Me me,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    ) =>
        await requests.Submit(me.Caller, draft, stop) switch
        {
            Outcome<ChangeId>.Done(var id) => TypedResults.Created(
                $"/api/v1/changes/{id}",
                ChangeDto.Of((await details.Get(id, stop))!)
            ),
            Outcome<ChangeId>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<Results<Ok<ChangeDto>, ProblemHttpResult>> Resubmit(
        long id,
        ChangeRequestDto request,
        [FromHeader(Name = "If-Match")] string? seen,
        Me me,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    )
    {
        if (seen is null)
        {
            return Problem.Of(428, "Send If-Match with the ETag of the change you read.");
        }

        if (await details.Get(new ChangeId(id), stop) is not { } now)
        {
            return Problem.NotFound($"There is no change {id}.");
        }

        if (VersionTag.Of(now.Version) != seen)
        {
            return Problem.Of(412, "Somebody changed this request since you read it. Read it again.");
        }

        return await requests.Resubmit(me.Caller, new ChangeId(id), now.Version, request.ToDraft(), stop) switch
        {
            Outcome<ChangeId>.Refused(var why) => Problem.Of(why),
            _ => TypedResults.Ok(ChangeDto.Of((await details.Get(new ChangeId(id), stop))!)),
        };
    }
}
