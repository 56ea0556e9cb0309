using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.BreakGlass;
using Portal.Core.Teams;
using Portal.Web.Identity.Bootstrap;
using Portal.Web.Identity.OpenId;
using Portal.Web.Identity.ProxyHeaders;
using Portal.Web.Identity.Workloads;
using Portal.Web.Preferences;

namespace Portal.Web.Identity;

public static class IdentityRegistration
{
    public static void AddPortalIdentity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<IdentityOptions>()
            .Bind(builder.Configuration.GetSection(IdentityOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddPeople();
        services.AddHostedService<FormerSignIns>();
        services.AddOptions<BrowserSessionOptions>().Bind(builder.Configuration.GetSection(IdentityOptions.Section));
        services.AddOptions<BreakGlassOptions>().Bind(builder.Configuration.GetSection(BreakGlassOptions.Section));
        services.AddOptions<FreshSignInOptions>().Bind(builder.Configuration.GetSection(IdentityOptions.Section));
        services.AddOptions<TokenOptions>().Bind(builder.Configuration.GetSection(IdentityOptions.Section));
        services.AddScoped<Me>();
        services.AddSingleton<EmbeddedSignInGuard.Look>();
        services.AddScoped<SignInRedirect>();
        services.AddSingleton<SealedKey>().AddScoped<CircuitSession>();
        services.AddScoped<CircuitHandler, CircuitAccess>().AddScoped<CircuitHandler, CircuitGate>();
        services.AddSingleton<ISignInMethod, EmbeddedSignIn>();
        services.AddSingleton<ISignInMethod, NoSignIn>();
        services.AddCascadingAuthenticationState();
        AddSchemes(services);
        builder.AddProviders();
        builder.AddProxyHeaders();
        builder.AddBootstrap();
        builder.AddWorkloads();
        // No fallback policy: it would answer wrong addresses under /api with the sign-in page. A test sees to it that
        // every endpoint says who may use it.
        services
            .AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder(SessionCookie.Scheme).RequireAuthenticatedUser().Build());
    }

    /// <summary>Maps sign-in by the configured method, and signing out.</summary>
    public static void MapPortalIdentity(this WebApplication app)
    {
        var mode = app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value.Mode;
        foreach (var method in app.Services.GetServices<ISignInMethod>().Where(m => m.Mode == mode))
        {
            method.Map(app);
        }

        if (mode != SignInMode.Embedded)
        {
            app.Services.GetRequiredService<BootstrapRoutes>().Map(app);
        }

        app.Services.GetRequiredService<TokenExchange>().Map(app);
        app.MapPost(
                "/sign-out",
                // A form of nothing but its token: binding it is what makes the token be checked.
                async (HttpContext http, ProviderSignOut provider, [FromForm] IFormCollection _) =>
                {
                    var there = ProxySignIn.SignOut(http) ?? await provider.Address(http);
                    await SessionCookie.End(http);
                    return there is null ? (IResult)TypedResults.LocalRedirect("/sign-in") : SignedOut(http, there);
                }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    // No redirect: the policy of pages lets a form lead to no other site.
    private static RazorComponentResult<SignedOutPage> SignedOut(HttpContext http, ProviderSignOut.Destination there) =>
        new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SignedOutPage.Provider)] = there.Provider,
                [nameof(SignedOutPage.Address)] = there.Address,
                [nameof(SignedOutPage.Theme)] = BrowserPreferences.From(http.Request).Theme,
            }
        );

    private static void AddSchemes(IServiceCollection services)
    {
        services.AddAuthentication(SessionCookie.Scheme).AddCookie(SessionCookie.Scheme);
        services
            .AddOptions<CookieAuthenticationOptions>(SessionCookie.Scheme)
            .Configure<IOptions<IdentityOptions>>(
                (cookie, identity) => SessionCookie.Configure(cookie, identity.Value.SessionLength)
            );
        services.AddAntiforgery(antiforgery =>
            antiforgery.Cookie = new DoorCookie
            {
                Name = "portal-forgery",
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                IsEssential = true,
            }
        );
    }
}
