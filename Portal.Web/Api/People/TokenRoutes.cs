using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Teams;
using Portal.Web.Identity;
using Portal.Web.Identity.Tokens;

namespace Portal.Web.Api.People;

/// <summary>A token as it can be shown: everything but itself.</summary>
public sealed record TokenDto(
    long Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt
);

/// <summary>A person's own API tokens.</summary>
internal static class TokenRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var tokens = v1.MapGroup("/me/tokens").WithTags("People");
        tokens.MapGet("", List).WithName("listMyTokens").WithSummary("My tokens that still work, newest first");
        tokens
            .MapDelete("/{id:long}", Revoke)
            .Writes()
            .Refuses(404)
            .WithName("revokeMyToken")
            .WithSummary("End one of my tokens at once");
    }

    private static async Task<Ok<List<TokenDto>>> List(Me me, ApiTokens tokens, CancellationToken stop) =>
        TypedResults.Ok((await tokens.Of(me.PersonId, stop)).Select(Show).ToList());

    private static async Task<Results<NoContent, ProblemHttpResult>> Revoke(
        [Description("The token's number, as listed.")] long id,
        Me me,
        ApiTokens tokens,
        CancellationToken stop
    ) =>
        await tokens.Revoke(me.Standing.Actor, me.PersonId, id, stop)
            ? TypedResults.NoContent()
            : Problem.NotFound($"You have no token {id} that still works.");

    private static TokenDto Show(ApiToken token) =>
        new(token.Id, token.Name, token.Scopes, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}
