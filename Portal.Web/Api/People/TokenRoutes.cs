using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>API tokens: one's own, and for platform everybody's.</summary>
internal static class TokenRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/tokens").WithTags("People");
        routes
            .MapGet("", List)
            .Refuses(422)
            .WithName("listTokens")
            .WithSummary("My tokens, newest first; platform may list everybody's");

        // Not by Idempotency-Key: the answer would be kept, and with it the token.
        routes
            .MapPost("", Make)
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .Refuses(409, 413, 415, 422)
            .WithName("createToken")
            .WithSummary(
                "Create a token for myself; it is returned only once, and expires no later than the token it is created with"
            );
        routes
            .MapDelete("/{id:long}", Revoke)
            .Writes()
            .Refuses(404)
            .WithName("revokeToken")
            .WithSummary("Revoke a token at once: one of mine, or as platform anybody's");
    }

    private static async Task<Results<Ok<Page<TokenDto>>, ProblemHttpResult>> List(
        [Description("Everybody's instead of mine; for platform.")] bool? everybody,
        [Description("The `next` of the page before.")] long? after,
        int? limit,
        TokenManagement tokens,
        Me me,
        TimeProvider time,
        CancellationToken stop
    )
    {
        var size = Paging.Size(limit);
        var read =
            everybody == true
                ? await tokens.All(me.Known, after, size + 1, stop)
                : new Outcome<IReadOnlyList<TokenRow>>.Done(await tokens.Mine(me.Known, after, size + 1, stop));
        var now = time.GetUtcNow();
        return read.Answer(rows =>
            TypedResults.Ok(Paging.Of(rows, size, row => TokenDto.Of(row, now), row => Paging.Key(row.Id)))
        );
    }

    private static async Task<Results<Created<CreatedTokenDto>, ProblemHttpResult>> Make(
        TokenRequestDto request,
        HttpContext http,
        TokenManagement tokens,
        Me me,
        TimeProvider time,
        CancellationToken stop
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return (await tokens.Make(me.Known, request.ToWish(), BearerTokenHandler.TokenOf(http.User), stop)).Answer(
            made =>
                TypedResults.Created(
                    $"/api/v1/tokens/{made.Row.Id}",
                    new CreatedTokenDto(TokenDto.Of(made.Row, time.GetUtcNow()), made.Plain)
                )
        );
    }

    private static Task<Results<NoContent, ProblemHttpResult>> Revoke(
        [Description("The token's number, as listed.")] long id,
        TokenManagement tokens,
        Me me,
        CancellationToken stop
    ) => tokens.Revoke(me.Known, id, stop).Answer(_ => TypedResults.NoContent());
}
