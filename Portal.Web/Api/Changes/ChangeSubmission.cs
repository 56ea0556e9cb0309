using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Web.Api.Kinds;
using Portal.Web.Identity;

namespace Portal.Web.Api.Changes;

/// <summary>A change asked for, and sent again after an edit.</summary>
internal static class ChangeSubmission
{
    private const string Overwrites = "Somebody changed this request since you read it. Read it again.";

    public static async Task<Results<Created<ChangeDto>, ProblemHttpResult>> Submit(
        ChangeRequestDto request,
        KindApis kinds,
        Me me,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    ) =>
        request.Read(kinds) switch
        {
            Outcome<ChangeDraft>.Refused(var why) => Problem.Of(why),
            Outcome<ChangeDraft>.Done(var draft) => await Ask(draft, kinds, me, requests, details, stop),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<Results<Created<ChangeDto>, ProblemHttpResult>> Ask(
        ChangeDraft draft,
        KindApis kinds,
        Me me,
        ChangeRequests requests,
        ChangeDetails details,
        CancellationToken stop
    ) =>
        await requests.Submit(me.Caller, draft, stop) switch
        {
            Outcome<ChangeId>.Done(var id) => TypedResults.Created(
                $"/api/v1/changes/{id}",
                ChangeDto.Of((await details.Get(id, stop))!, kinds)
            ),
            Outcome<ChangeId>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };

    public static async Task<Results<Ok<ChangeDto>, ProblemHttpResult>> Resubmit(
        long id,
        ChangeRequestDto request,
        [FromHeader(Name = "If-Match")] string? seen,
        KindApis kinds,
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
            return Problem.Of(412, Overwrites);
        }

        var read = request.Read(kinds);
        if (read is not Outcome<ChangeDraft>.Done(var draft))
        {
            return Problem.Of(((Outcome<ChangeDraft>.Refused)read).Why);
        }

        return await requests.Resubmit(me.Caller, new ChangeId(id), now.Version, draft, stop) switch
        {
            Outcome<ChangeId>.Refused(var why) when why == ChangeRequests.Changed => Problem.Of(412, Overwrites),
            Outcome<ChangeId>.Refused(var why) => Problem.Of(why),
            _ => TypedResults.Ok(ChangeDto.Of((await details.Get(new ChangeId(id), stop))!, kinds)),
        };
    }
}
