using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.People;

namespace Portal.Web.Api.Authentication;

/// <summary><c>Authorization: Bearer portal_…</c>: the only way into the API. Browsers' cookies don't count there, so no page of another site can use it.</summary>
internal sealed class BearerTokenHandler(
    PresentToken token,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "token";
    public const string TokenClaim = "token";
    public const string ScopeClaim = "scope";

    /// <summary>The number of the token that a request came with.</summary>
    public static long TokenOf(ClaimsPrincipal user) =>
        long.Parse(user.FindFirstValue(TokenClaim)!, CultureInfo.InvariantCulture);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerHeader.Token(Request) is not { } plain)
        {
            return AuthenticateResult.NoResult();
        }

        var address = Context.Connection.RemoteIpAddress;
        var from = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
        var answer = await token.Recognise(plain, from, Context.RequestAborted);
        if (answer is not Outcome<KnownToken>.Done(var known))
        {
            return AuthenticateResult.Fail(((Outcome<KnownToken>.Refused)answer).Why.Words);
        }

        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, known.Owner.Caller.Actor.Name),
                new Claim(TokenClaim, known.Id.ToString(CultureInfo.InvariantCulture)),
                .. known.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
            ],
            SchemeName
        );
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failed = (await HandleAuthenticateOnceSafeAsync()).Failure;
        await PresentToken
            .Refuse(Context, failed?.Message ?? "Send Authorization: Bearer portal_…")
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem
            .Of(403, "This token's scopes don't reach this far: reading needs read, changing needs write.")
            .ExecuteAsync(Context);
}
