using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Tokens of Portal service accounts.</summary>
internal static class AccountTokenRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var tokens = v1.MapGroup($"{AccountRoutes.Path}/{{account}}/tokens").WithTags(AccountRoutes.Tag);

        // Not by Idempotency-Key: the answer would be kept, and with it the token.
        tokens
            .MapPost("", Create)
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .Refuses(404, 409, 413, 415, 422)
            .WithName("createPortalServiceAccountToken")
            .WithSummary(
                "Create a token for a Portal service account; it is returned only once, and expires no later than the token it is created with"
            );
        tokens
            .MapPost("/{token:long}/rotate", Rotate)
            .RequireAuthorization(TokenAuthentication.WritePolicy)
            .Refuses(404, 409, 413, 415, 422)
            .WithName("rotatePortalServiceAccountToken")
            .WithSummary("Create a token in place of another, which goes on for an overlap and then ends");
        tokens
            .MapDelete("/{token:long}", Revoke)
            .Writes()
            .Refuses(404)
            .WithName("revokePortalServiceAccountToken")
            .WithSummary("Revoke a token of a Portal service account at once");
    }

    private static async Task<Results<Created<CreatedTokenDto>, ProblemHttpResult>> Create(
        [Description("The account's name.")] string account,
        TokenRequestDto request,
        HttpContext http,
        AccountTokens tokens,
        Me me,
        TimeProvider time,
        CancellationToken stop
    ) =>
        Once(
            await tokens.Create(me.Known, account, request.ToWish(), BearerTokenHandler.TokenOf(http.User), stop),
            account,
            http,
            time
        );

    private static async Task<Results<Created<CreatedTokenDto>, ProblemHttpResult>> Rotate(
        [Description("The account's name.")] string account,
        [Description("The token's number, as listed.")] long token,
        RotationRequestDto request,
        HttpContext http,
        AccountTokens tokens,
        Me me,
        TimeProvider time,
        CancellationToken stop
    ) =>
        Once(
            await tokens.Rotate(
                me.Known,
                account,
                token,
                request.ToWish(),
                BearerTokenHandler.TokenOf(http.User),
                stop
            ),
            account,
            http,
            time
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Revoke(
        [Description("The account's name.")] string account,
        [Description("The token's number, as listed.")] long token,
        AccountTokens tokens,
        Me me,
        CancellationToken stop
    ) => tokens.Revoke(me.Known, account, token, stop).Answer(_ => TypedResults.NoContent());

    private static Results<Created<CreatedTokenDto>, ProblemHttpResult> Once(
        Outcome<CreatedToken> outcome,
        string account,
        HttpContext http,
        TimeProvider time
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return outcome.Answer(made =>
            TypedResults.Created(
                $"{ApiRegistration.Root}/v1{AccountRoutes.Path}/{account}",
                new CreatedTokenDto(TokenDto.Of(made.Row, time.GetUtcNow()), made.Plain)
            )
        );
    }
}
