using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.SignIn;
using Portal.Web.Identity;
using Portal.Web.Identity.OpenId;

namespace Portal.Tests.Protections;

/// <summary>A web whose sign-in at a provider asks for no PKCE, takes tokens that have expired some minutes ago, and whose session any script can read.</summary>
public sealed class CarelessWeb : ProvidedWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal) { [$"Portal:SignIn:Providers:{Key}:ClockSkew"] = "00:05:00" };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
            services
                .PostConfigureAll<OpenIdOptions>(options => options.UsePkce = false)
                .PostConfigure<CookieAuthenticationOptions>(
                    SessionCookie.Scheme,
                    options => options.Cookie.HttpOnly = false
                )
        );
    }
}

/// <summary>1. Sign-in: what a provider's sign-in is protected by is taken out, and its test turns red. Nonce, signature and state are the library's, and have no setting.</summary>
public sealed class ProviderProtectionTests(CarelessWeb web) : IClassFixture<CarelessWeb>
{
    [ProviderFact]
    public Task Sign_ins_without_PKCE() =>
        Sabotaged.TurnsRed(new ProviderSignInTests(web).Code_flow_with_PKCE_state_and_nonce_is_asked_for);

    [ProviderFact]
    public Task Sessions_that_scripts_read() =>
        Sabotaged.TurnsRed(
            new ProviderSignInTests(web).A_session_is_a_cookie_that_scripts_cannot_read_and_another_at_each_sign_in
        );

    [ProviderFact]
    public Task Tokens_that_have_expired() =>
        Sabotaged.TurnsRed(() =>
            new ProviderFaultTests(web).A_token_that_is_not_to_be_believed_signs_nobody_in(
                "expired lately",
                "The sign-in has expired"
            )
        );
}
