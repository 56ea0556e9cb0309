using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

internal static class OpenIdRegistration
{
    /// <summary>A scheme for each provider that the settings name. Which those are is read now, and once.</summary>
    public static void AddProviders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection(SignInOptions.Section);
        services.AddOptions<SignInOptions>().Bind(section).ValidateOnStart();
        services.AddOptions<FederationOptions>().Bind(section);
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsCheck>();
        services.AddSingleton(provided => Configured(provided.GetRequiredService<IOptions<SignInOptions>>().Value));
        services.AddSingleton<FederationSetup>();
        services.AddHostedService(provided => provided.GetRequiredService<FederationSetup>());
        services.AddSingleton<ProviderSignOut>().AddSingleton<ProblemPages>();
        services.AddSingleton<RefreshTokens>().AddSingleton<ProviderTickets>();
        services.AddSingleton<UserInfo>().AddSingleton<EmailLookup>();
        services.AddSingleton<BackChannelSignOut>().AddSingleton<ProviderArrival>();
        services.AddSingleton<ProviderConfirmation>();
        services.AddHostedService<ProviderRenewal>();
        services.AddSingleton<OpenIdSignIn>();
        services.AddSingleton<ISignInMethod>(provided => provided.GetRequiredService<OpenIdSignIn>());
        var authentication = services.AddAuthentication();
        foreach (
            var key in section.GetSection(nameof(SignInOptions.Providers)).GetChildren().Select(child => child.Key)
        )
        {
            var scheme = OpenIdOptions.SchemeOf(key);
            authentication.AddOAuth<OpenIdOptions, OpenIdHandler>(scheme, _ => { });
            services
                .AddOptions<OpenIdOptions>(scheme)
                .Configure<IOptions<SignInOptions>>(
                    (options, signIn) => Configure(options, key, signIn.Value.Providers[key])
                );
        }
    }

    private static void Configure(OpenIdOptions options, string key, ProviderOptions provider)
    {
        options.Follow(key, provider);
        options.Events.OnTicketReceived = ticket =>
            ticket.HttpContext.RequestServices.GetRequiredService<ProviderArrival>().Finish(key, ticket);
        options.Events.OnRemoteFailure = failed =>
            failed.HttpContext.RequestServices.GetRequiredService<OpenIdSignIn>().Fail(key, failed);
    }

    private static ConfiguredProviders Configured(SignInOptions options) =>
        new([
            .. options.Providers.Select(pair => new ConfiguredProvider(
                pair.Key,
                pair.Value.Title.Length > 0 ? pair.Value.Title : pair.Key,
                pair.Value.Authority,
                pair.Value.GroupClaim,
                [.. pair.Value.RuleClaims.Prepend(pair.Value.GroupClaim).Distinct(StringComparer.Ordinal)],
                pair.Value.PlatformGroup.Length > 0 ? pair.Value.PlatformGroup : null
            )),
        ]);
}
