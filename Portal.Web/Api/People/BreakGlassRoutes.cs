using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.BreakGlass;
using Portal.Core.Teams;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>A role for an emergency: opened by one person, confirmed by a second, reviewed by a third.</summary>
public sealed record BreakGlassDto(
    long Id,
    [property: Description("The handle of who opened it, and has the role.")] string Person,
    string PersonName,
    [property: Description("The team's name.")] string Team,
    Role Role,
    string Reason,
    BreakGlassState State,
    DateTimeOffset OpenedAt,
    [property: Description("Nobody confirms it after that.")] DateTimeOffset ConfirmBy,
    [property: Description("The handle of the second person; null: nobody has confirmed it.")] string? ConfirmedBy,
    DateTimeOffset? ConfirmedAt,
    [property: Description("At the latest; null: it never began.")] DateTimeOffset? ExpiresAt,
    [property: Description("Null: only its time ends it.")] DateTimeOffset? EndedAt,
    [property: Description("The handle of who ended it; the portal's clock where its time was over.")] string? EndedBy,
    [property: Description("The handle of who reviewed it.")] string? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    [property: Description("What the reviewer found.")] string Review
)
{
    internal static BreakGlassDto Of(BreakGlassRow row, DateTimeOffset now) =>
        new(
            row.Id,
            row.Handle,
            row.Name,
            row.Team,
            row.Role,
            row.Reason,
            row.StateAt(now),
            row.OpenedAt,
            row.ConfirmBy,
            row.Confirmer,
            row.ConfirmedAt,
            row.EndsAt,
            row.EndedAt,
            row.EndedBy,
            row.ReviewedBy,
            row.ReviewedAt,
            row.Review
        );
}

/// <summary>What the reviewer found.</summary>
public sealed record BreakGlassReviewRequestDto(
    [property: MinLength(BreakGlassClosing.ShortestReview), MaxLength(BreakGlassClosing.LongestReview)] string Review
);

/// <summary>Break-glass access: read, ended and reviewed. It is opened and confirmed on its page alone: two people have to be there.</summary>
internal static class BreakGlassRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/break-glass").WithTags("People");
        routes.MapGet("", List).WithName("listBreakGlass").WithSummary("Break-glass access, newest first");
        routes.MapGet("/{access:long}", Read).Refuses(404).WithName("getBreakGlass").WithSummary("Break-glass access");
        routes
            .MapPost("/{access:long}/end", End)
            .Writes()
            .Refuses(404)
            .WithName("endBreakGlass")
            .WithSummary("End break-glass access at once, or withdraw it while nobody has confirmed it");
        routes
            .MapPost("/{access:long}/review", Review)
            .Writes()
            .Refuses(404)
            .WithName("reviewBreakGlass")
            .WithSummary("Close the review of break-glass access that is over");
    }

    private static async Task<Ok<Page<BreakGlassDto>>> List(
        [Description("The `next` of the page before.")] long? after,
        int? limit,
        BreakGlassList list,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var (rows, now) = (await list.Newest(after, size + 1, stop), time.GetUtcNow());
        return TypedResults.Ok(Paging.Of(rows, size, row => BreakGlassDto.Of(row, now), row => Paging.Key(row.Id)));
    }

    private static async Task<Results<Ok<BreakGlassDto>, ProblemHttpResult>> Read(
        [Description("Its number, as listed.")] long access,
        BreakGlassList list,
        TimeProvider time,
        CancellationToken stop
    ) => (await Find(access, list, stop)).Answer(row => TypedResults.Ok(BreakGlassDto.Of(row, time.GetUtcNow())));

    private static async Task<Results<Ok<BreakGlassDto>, ProblemHttpResult>> End(
        [Description("Its number, as listed.")] long access,
        BreakGlassClosing closing,
        BreakGlassList list,
        Me me,
        TimeProvider time,
        CancellationToken stop
    ) => await After(await closing.End(me.Known, access, stop), list, time, stop);

    private static async Task<Results<Ok<BreakGlassDto>, ProblemHttpResult>> Review(
        [Description("Its number, as listed.")] long access,
        BreakGlassReviewRequestDto request,
        BreakGlassClosing closing,
        BreakGlassList list,
        Me me,
        TimeProvider time,
        CancellationToken stop
    ) => await After(await closing.Review(me.Known, access, request.Review, stop), list, time, stop);

    private static async Task<Results<Ok<BreakGlassDto>, ProblemHttpResult>> After(
        Outcome<BreakGlassAccess> done,
        BreakGlassList list,
        TimeProvider time,
        CancellationToken stop
    ) =>
        (
            done is Outcome<BreakGlassAccess>.Done(var access)
                ? await Find(access.Id, list, stop)
                : ((Outcome<BreakGlassAccess>.Refused)done).Why
        ).Answer(row => TypedResults.Ok(BreakGlassDto.Of(row, time.GetUtcNow())));

    private static async Task<Outcome<BreakGlassRow>> Find(long id, BreakGlassList list, CancellationToken stop) =>
        await list.Find(id, stop) is { } row ? row : Refusal.NotFound($"There is no break-glass access {id}.");
}
