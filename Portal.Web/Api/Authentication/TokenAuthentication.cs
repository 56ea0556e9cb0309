using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Portal.Core.People;

namespace Portal.Web.Api.Authentication;

/// <summary>Who may use the API: the holder of a token, as far as its scopes reach.</summary>
internal static class TokenAuthentication
{
    /// <summary>The policy of the API: a bearer token, never a cookie.</summary>
    public const string Policy = "token";

    /// <summary>A bearer token that may change something.</summary>
    public const string WritePolicy = "token-write";

    public static void AddTokenAuthentication(this IServiceCollection services)
    {
        services.AddScoped<PresentToken>();
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(BearerTokenHandler.SchemeName, _ => { });
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Policy, policy => Requires(policy, TokenScopes.Read))
            .AddPolicy(WritePolicy, policy => Requires(policy, TokenScopes.Write));
    }

    private static void Requires(AuthorizationPolicyBuilder policy, string scope) =>
        policy
            .AddAuthenticationSchemes(BearerTokenHandler.SchemeName)
            .RequireAuthenticatedUser()
            .RequireClaim(BearerTokenHandler.ScopeClaim, scope);
}
