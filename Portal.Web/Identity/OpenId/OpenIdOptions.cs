using Microsoft.AspNetCore.Authentication.OAuth;

namespace Portal.Web.Identity.OpenId;

/// <summary>One provider as the framework's handler of the code flow needs it.</summary>
internal sealed class OpenIdOptions : OAuthOptions
{
    private static readonly string[] Always = ["openid", "profile", "email"];

    public OpenIdOptions()
    {
        UsePkce = true;
        AuthorizationEndpoint = TokenEndpoint = "discovered"; // required by the base class, read from the provider
        // The provider's answer is a GET from its site. Lax lets the cookie come with it, and needs no https on loopback.
        CorrelationCookie = new DoorCookie
        {
            Name = "portal-sign-in.",
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
            Expiration = RemoteAuthenticationTimeout,
        };
    }

    public ProviderDocument Document => Trust.Document;

    public TimeSpan ClockSkew => Trust.ClockSkew;

    /// <summary>How its tokens for this client are checked.</summary>
    public TokenTrust Trust { get; private set; } = null!;

    public string GroupClaim { get; private set; } = "";

    /// <summary>The claims that rules may name, the group claim among them.</summary>
    public IReadOnlyList<string> RuleClaims { get; private set; } = [];

    /// <summary>The scheme of a provider; also its folder under <c>/sign-in</c>.</summary>
    public static string SchemeOf(string key) => $"provider-{key}";

    public void Follow(string key, ProviderOptions provider)
    {
        SignInScheme = SessionCookie.Scheme;
        CallbackPath = $"/sign-in/{key}/callback";
        CorrelationCookie.Path = CallbackPath;
        (ClientId, ClientSecret) = (provider.ClientId, provider.Secret());
        GroupClaim = provider.GroupClaim;
        RuleClaims = [.. provider.RuleClaims, provider.GroupClaim];
        foreach (var scope in Always.Concat(provider.Scopes))
        {
            Scope.Add(scope);
        }

        Backchannel = ProviderDocument.Client(provider.Timeout, provider.CaFile);
        Trust = new TokenTrust(
            new ProviderDocument(provider.Authority, provider.KeysAtMostEvery, Backchannel),
            provider.ClientId,
            provider.ClockSkew
        );
    }
}
