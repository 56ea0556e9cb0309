using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core;
using Portal.Core.People.Accounts;
using Portal.Core.Store;
using Portal.Web.Identity.OpenId;

namespace Portal.Web.Identity.Workloads;

/// <summary>
/// Workloads exchange a signed token of their own for a short one of a Portal service account (OAuth 2.0 Token Exchange, RFC 8693): no secret has to be
/// kept anywhere.
/// </summary>
internal sealed partial class TokenExchange(
    WorkloadTokens tokens,
    WorkloadExchange exchange,
    StoreWatch store,
    ILogger<TokenExchange> log
)
{
    public const string Address = "/oauth/token";
    private const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    private const string Later = "temporarily_unavailable";
    private const int LongestToken = 16 * 1024;
    private const int LongestName = 200;

    private static readonly string[] Taken =
    [
        "urn:ietf:params:oauth:token-type:jwt",
        "urn:ietf:params:oauth:token-type:id_token",
    ];

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(Address, Exchange)
            .AllowAnonymous()
            .DisableAntiforgery() // no browser sends it, and what it brings is signed
            .WithMetadata(new RequestSizeLimitAttribute(4 * LongestToken))
            .ExcludeFromDescription();

    private async Task<Results<Ok<Given>, JsonHttpResult<OAuthRefusal>>> Exchange(
        HttpContext http,
        [FromForm(Name = "grant_type")] string? grant,
        [FromForm(Name = "subject_token")] string? token,
        [FromForm(Name = "subject_token_type")] string? type,
        [FromForm(Name = "audience")] string? account,
        CancellationToken stop
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        var wrong =
            grant != Grant ? ("unsupported_grant_type", $"grant_type has to be {Grant}.")
            : token is not { Length: > 0 and <= LongestToken }
                ? ("invalid_request", "subject_token is missing, or longer than 16\u00A0KiB.")
            : !Taken.Contains(type, StringComparer.Ordinal)
                ? ("invalid_request", $"subject_token_type has to be {string.Join(" or ", Taken)}.")
            : account is not { Length: > 0 and <= LongestName } || account.Any(char.IsControl)
                ? ("invalid_request", "audience has to be the name of a Portal service account.")
            : default((string, string)?);
        if (wrong is var (error, words))
        {
            return OAuthRefusal.Of(StatusCodes.Status400BadRequest, error, words);
        }

        StatedWorkload workload;
        try
        {
            workload = await tokens.Read(token!, stop);
        }
        catch (SignInRefusedException refused)
        {
            LogRefused(refused.Message);
            return Invalid("The subject_token isn't valid here.");
        }
        catch (Exception silent)
            when (silent is InvalidOperationException or HttpRequestException or IOException
                && !stop.IsCancellationRequested
            )
        {
            LogUnreachable(silent);
            return Unavailable("The issuer of the subject_token can't be reached. Try again in a minute.");
        }

        try
        {
            return Answer(workload, await exchange.Exchange(account!, workload, stop));
        }
        catch (Exception silent) when (StoreFailure.IsSilence(silent))
        {
            store.Met(silent);
            LogSilent(silent);
            http.Response.Headers.RetryAfter = "5";
            return Unavailable($"{store.Words} Try again in some seconds.");
        }
    }

    private Results<Ok<Given>, JsonHttpResult<OAuthRefusal>> Answer(
        StatedWorkload workload,
        Outcome<ExchangedToken> outcome
    )
    {
        switch (outcome)
        {
            case Outcome<ExchangedToken>.Done(var (plain, scopes, lifetime)):
                return TypedResults.Ok(
                    new Given(plain, AccessToken, "Bearer", (int)lifetime.TotalSeconds, string.Join(' ', scopes))
                );
            case Outcome<ExchangedToken>.Refused({ Kind: RefusalKind.Conflict, Words: var full }):
                return OAuthRefusal.Of(StatusCodes.Status429TooManyRequests, Later, full);
            default:
                LogNotMet(workload.Subject, workload.Issuer);
                return Invalid("No rule of this account is met by what the token states.");
        }
    }

    private static JsonHttpResult<OAuthRefusal> Invalid(string words) =>
        OAuthRefusal.Of(StatusCodes.Status400BadRequest, "invalid_grant", words);

    private static JsonHttpResult<OAuthRefusal> Unavailable(string words) =>
        OAuthRefusal.Of(StatusCodes.Status503ServiceUnavailable, Later, words);

    /// <summary>As RFC 8693 has it.</summary>
    public sealed record Given(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("issued_token_type")] string IssuedTokenType,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        string Scope
    );

    [LoggerMessage(LogLevel.Warning, "The workload {Subject} of {Issuer} got no token: no rule is met")]
    private partial void LogNotMet(string subject, string issuer);

    [LoggerMessage(LogLevel.Warning, "A workload's token was refused: {Why}")]
    private partial void LogRefused(string why);

    [LoggerMessage(LogLevel.Warning, "An issuer of workloads' tokens can't be reached")]
    private partial void LogUnreachable(Exception silent);

    [LoggerMessage(LogLevel.Error, "A workload's token was not exchanged: the store did not answer")]
    private partial void LogSilent(Exception silent);
}
