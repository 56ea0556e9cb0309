using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// OpenID Connect's code flow over the framework's OAuth handler: state, its cookie, PKCE and the exchange of the code are
/// the framework's; discovery, nonce, id_token, userinfo and the issuer of the answer (RFC 9207) are added.
/// </summary>
internal sealed class OpenIdHandler(
    IOptionsMonitor<OpenIdOptions> options,
    ILoggerFactory logs,
    UrlEncoder encoder,
    UserInfo userInfo
) : OAuthHandler<OpenIdOptions>(options, logs, encoder)
{
    private const string Nonce = "nonce";
    private const string Error = "error";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await Discover();
        properties.Items[Nonce] = IdTokens.NewNonce();
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        QueryHelpers.AddQueryString(
            SignInAgain.Of(properties) is null
                ? base.BuildChallengeUrl(properties, redirectUri)
                : SignInAgain.Demanded(base.BuildChallengeUrl(properties, redirectUri)),
            Nonce,
            properties.Items[Nonce]!
        );

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var document = await Discover();
        // What it names instead is anybody's text: it isn't repeated in the log.
        if (Request.Query["iss"] is { Count: > 0 } issuers && (issuers.Count > 1 || issuers[0] != document.Issuer))
        {
            throw new SignInRefusedException(SignInProblem.OtherIssuer, "The answer names another issuer.");
        }

        var result = await base.HandleRemoteAuthenticateAsync();
        return result.Failure is { } failure
            ? throw new SignInRefusedException(
                Request.Query.ContainsKey(Error) ? SignInProblem.RefusedThere : SignInProblem.NotBegunHere,
                failure.Message,
                failure
            )
            : result;
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var tokens = await base.ExchangeCodeAsync(context);
        return tokens.Error is { } error
            ? throw new SignInRefusedException(
                error.Data.Contains(Error) ? SignInProblem.RefusedThere : SignInProblem.Unreachable,
                error.Message,
                error
            )
            : tokens;
    }

    protected override Task<HandleRequestResult> HandleAccessDeniedErrorAsync(AuthenticationProperties properties) =>
        throw new SignInRefusedException(SignInProblem.RefusedThere, "The provider answered access_denied.");

    protected override async Task<AuthenticationTicket> CreateTicketAsync(
        ClaimsIdentity identity,
        AuthenticationProperties properties,
        OAuthTokenResponse tokens
    )
    {
        var answer = tokens.Response!.RootElement;
        var raw = answer.TryGetProperty(IdTokens.Name, out var sent) ? sent.GetString() : null;
        var token = await Options.Validate(
            raw ?? throw new SignInRefusedException(SignInProblem.TokenInvalid, "No id_token came."),
            tokens.AccessToken!,
            properties.Items[Nonce]!,
            Context.RequestAborted
        );
        if (string.IsNullOrEmpty(token.Subject))
        {
            throw new SignInRefusedException(SignInProblem.TokenInvalid, "The id_token names nobody.");
        }

        properties.Items.Remove(Nonce);
        properties.StoreTokens([
            new AuthenticationToken { Name = IdTokens.Name, Value = raw },
            new AuthenticationToken { Name = RefreshTokens.Name, Value = tokens.RefreshToken ?? "" },
        ]);
        identity.AddClaims(await userInfo.Stated(Options, token, tokens.AccessToken!, Context.RequestAborted));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    private async Task<OpenIdConnectConfiguration> Discover()
    {
        var document = await Options.Document.Read(Context.RequestAborted);
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (
            document.AuthorizationEndpoint,
            document.TokenEndpoint
        );
        return document;
    }
}
