using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>An open session of a browser.</summary>
public sealed record SessionDto(
    long Id,
    [property: Description("The handle of the person it belongs to.")] string Person,
    string Browser,
    [property: Description("Where it was begun from.")] string Address,
    DateTimeOffset StartedAt,
    [property: Description("At the latest.")] DateTimeOffset ExpiresAt
)
{
    public static SessionDto Of(SessionRow row) =>
        new(row.Id, row.Person, row.Browser, row.Address, row.StartedAt, row.ExpiresAt);
}

/// <summary>Open sessions: one's own, and for platform everybody's.</summary>
internal static class SessionRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/sessions").WithTags("People");
        routes
            .MapGet("", List)
            .Refuses(422)
            .WithName("listSessions")
            .WithSummary("My open sessions in browsers, newest first; platform may list everybody's");
        routes
            .MapDelete("/{id:long}", End)
            .Writes()
            .Refuses(404)
            .WithName("endSession")
            .WithSummary("End a session at once, open pages included: one of mine, or as platform anybody's");
    }

    private static async Task<Results<Ok<Page<SessionDto>>, ProblemHttpResult>> List(
        [Description("Everybody's instead of mine; for platform.")] bool? everybody,
        [Description("The `next` of the page before.")] long? after,
        int? limit,
        SessionManagement sessions,
        Me me,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var read =
            everybody == true
                ? await sessions.All(me.Known, after, size + 1, stop)
                : new Outcome<IReadOnlyList<SessionRow>>.Done(await sessions.Mine(me.Known, after, size + 1, stop));
        return read.Answer(rows => TypedResults.Ok(Paging.Of(rows, size, SessionDto.Of, row => Paging.Key(row.Id))));
    }

    private static Task<Results<NoContent, ProblemHttpResult>> End(
        [Description("The session's number, as listed.")] long id,
        SessionManagement sessions,
        Me me,
        CancellationToken stop
    ) => sessions.End(me.Known, id, stop).Answer(_ => TypedResults.NoContent());
}
