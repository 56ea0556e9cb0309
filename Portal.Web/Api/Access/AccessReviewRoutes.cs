using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.Access.Reviews;
using Portal.Web.Identity;

namespace Portal.Web.Api.Access;

/// <summary>Rounds in which the owners of data keep or drop each grant on it.</summary>
internal static class AccessReviewRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var reviews = v1.MapGroup("/access-reviews").WithTags("Access");
        reviews
            .MapGet("", List)
            .WithName("listAccessReviews")
            .WithSummary("Access reviews with their progress, newest first");
        reviews
            .MapPost("", Open)
            .Writes()
            .WithName("openAccessReview")
            .WithSummary("Open a review: the owners of data keep or drop each grant on it until its end");
        reviews
            .MapGet("/{id:long}", Get)
            .Refuses(404)
            .WithName("getAccessReview")
            .WithSummary("An access review: each of its grants, and what its owner answered");
        reviews
            .MapPost("/{id:long}/answers", Answer)
            .Writes()
            .Refuses(404)
            .WithName("answerAccessReview")
            .WithSummary(
                "Keep or drop grants, at most 500 at once; who requested a grant doesn't keep it; what is dropped is removed by a change of its own"
            );
    }

    private static async Task<Ok<Page<AccessReviewRowDto>>> List(
        [Description("`next` of the page before.")] long? after,
        [Description("1 to 200; 50 when left out.")] int? limit,
        AccessReviewReading reviews,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var rows = await reviews.Newest(after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, AccessReviewRowDto.Of, row => Paging.Key(row.Id)));
    }

    private static async Task<Results<Created<AccessReviewDto>, ProblemHttpResult>> Open(
        AccessReviewRequestDto request,
        AccessReviewOpening opening,
        AccessReviewReading reviews,
        Me me,
        CancellationToken stop
    ) =>
        await opening.Open(me.Caller, new(request.Team, request.Reason, request.Deadline), stop) switch
        {
            Outcome<long>.Done(var id) => TypedResults.Created(
                $"/api/v1/access-reviews/{id}",
                AccessReviewDto.Of((await reviews.Of(me.Caller, id, stop))!)
            ),
            Outcome<long>.Refused(var why) => Problem.Of(why),
            _ => throw new InvalidOperationException(),
        };

    private static async Task<Results<Ok<AccessReviewDto>, ProblemHttpResult>> Get(
        long id,
        AccessReviewReading reviews,
        Me me,
        CancellationToken stop
    ) =>
        await reviews.Of(me.Caller, id, stop) is { } review
            ? TypedResults.Ok(AccessReviewDto.Of(review))
            : Problem.NotFound($"There is no access review {id}.");

    private static async Task<Results<Ok<AccessReviewDto>, ProblemHttpResult>> Answer(
        long id,
        AccessReviewAnswersDto request,
        AccessReviewAnswers answers,
        AccessReviewReading reviews,
        Me me,
        CancellationToken stop
    )
    {
        // What is null in a list, no annotation of a type can refuse.
        if (request.Answers.Any(answer => answer is null))
        {
            return Problem.Of(
                Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["answers"] = "An answer is null; leave it out.",
                    }
                )
            );
        }

        var given = request.Answers.Select(answer => new ReviewAnswer(answer.Cluster, answer.Name, answer.Verdict));
        return await answers.Answer(me.Caller, id, [.. given], stop) switch
        {
            Outcome<int>.Refused(var why) => Problem.Of(why),
            _ => TypedResults.Ok(AccessReviewDto.Of((await reviews.Of(me.Caller, id, stop))!)),
        };
    }
}
