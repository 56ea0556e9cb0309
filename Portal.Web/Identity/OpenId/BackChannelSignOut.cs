using System.IdentityModel.Tokens.Jwt;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

/// <summary>A provider reports that somebody signed out there (OpenID Connect Back-Channel Logout): their sessions here end at once, open pages included.</summary>
internal sealed partial class BackChannelSignOut(
    ConfiguredProviders providers,
    IOptionsMonitor<OpenIdOptions> schemes,
    ProviderSessions sessions,
    TimeProvider time,
    ILogger<BackChannelSignOut> log
)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int LongestToken = 16 * 1024;

    // Older reports are of no use: a session lives on here for hours after one that was lost, and a copied one mustn't count for ever.
    private static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/sign-out/{key}/back-channel", Receive)
            .AllowAnonymous()
            .DisableAntiforgery() // no browser sends it, and what it brings is signed
            .WithMetadata(new RequestSizeLimitAttribute(4 * LongestToken))
            .ExcludeFromDescription();

    private async Task<Results<Ok, JsonHttpResult<OAuthRefusal>>> Receive(
        HttpContext http,
        string key,
        [FromForm(Name = "logout_token")] string? token,
        CancellationToken stop
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        if (providers.Find(key) is null)
        {
            return OAuthRefusal.Of(400, "invalid_request", "There is no such provider.");
        }

        if (token is not { Length: > 0 and <= LongestToken })
        {
            return OAuthRefusal.Of(400, "invalid_request", "There is no logout_token.");
        }

        var options = schemes.Get(OpenIdOptions.SchemeOf(key));
        try
        {
            var report = Read(await options.Trust.Read(token, stop), options.ClockSkew);
            var ended = await sessions.SignedOutThere(
                key,
                report.Issuer,
                report.Subject,
                report.Session,
                report.At + options.ClockSkew,
                stop
            );
            LogReported(key, ended);
            return TypedResults.Ok();
        }
        catch (SignInRefusedException wrong)
        {
            LogRefused(key, wrong.Message);
            return OAuthRefusal.Of(400, "invalid_request", "The logout_token isn't valid.");
        }
        catch (Exception silent) when (silent is InvalidOperationException or HttpRequestException or IOException)
        {
            LogUnreachable(key, silent);
            http.Response.Headers.RetryAfter = "30"; // seconds, well before the report is too old
            return OAuthRefusal.Of(503, "temporarily_unavailable", "The provider's keys can't be read. Try again.");
        }
    }

    private Report Read(JwtSecurityToken token, TimeSpan skew)
    {
        var session = token.Payload.TryGetValue("sid", out var sid) ? sid as string : null;
        var subject = string.IsNullOrEmpty(token.Subject) ? null : token.Subject;
        var at = token.Payload.Iat is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
        var wrong =
            !IsAboutSigningOut(token) ? "It isn't about signing out."
            : token.Payload.ContainsKey("nonce") ? "It is an id_token."
            : subject is null && string.IsNullOrEmpty(session) ? "It names neither a person nor a session."
            : at < time.GetUtcNow() - Oldest - skew ? "It is too old."
            : null;
        return wrong is null
            ? new Report(token.Issuer, subject, session, at)
            : throw new SignInRefusedException(SignInProblem.TokenInvalid, wrong);
    }

    private static bool IsAboutSigningOut(JwtSecurityToken token)
    {
        if (token.Claims.FirstOrDefault(claim => claim.Type == "events")?.Value is not { } written)
        {
            return false;
        }

        try
        {
            using var events = JsonDocument.Parse(written);
            return events.RootElement.ValueKind == JsonValueKind.Object
                && events.RootElement.TryGetProperty(Event, out var about)
                && about.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Report(string Issuer, string? Subject, string? Session, DateTimeOffset At);

    [LoggerMessage(LogLevel.Information, "{Provider} reported a sign-out: {Sessions} sessions ended")]
    private partial void LogReported(string provider, int sessions);

    [LoggerMessage(LogLevel.Warning, "A sign-out that {Provider} seems to report was refused: {Why}")]
    private partial void LogRefused(string provider, string why);

    [LoggerMessage(LogLevel.Warning, "A sign-out that {Provider} seems to report could not be checked")]
    private partial void LogUnreachable(string provider, Exception silent);
}
