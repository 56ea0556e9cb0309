using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.ProxyHeaders;

internal static class ProxyHeaderRegistration
{
    /// <summary>After the providers of the settings: with this mode the proxy is the only one.</summary>
    public static void AddProxyHeaders(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<ProxySignInOptions>()
            .Bind(builder.Configuration.GetSection(ProxySignInOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxySignInOptions>, ProxySignInCheck>();
        services.AddSingleton<ProxyStatements>().AddSingleton<ProxyConfirmation>();
        services.AddSingleton<ISignInMethod, ProxySignIn>();
        var mode = $"{IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}";
        if (builder.Configuration.GetValue<SignInMode>(mode) == SignInMode.ProxyHeader)
        {
            services.AddSingleton(provided => Only(provided.GetRequiredService<IOptions<ProxySignInOptions>>().Value));
        }
    }

    private static ConfiguredProviders Only(ProxySignInOptions options) =>
        new([
            new ConfiguredProvider(
                ProxyStatements.Key,
                options.Title,
                ProxyStatements.Issuer,
                ProxyStatements.Groups,
                [ProxyStatements.Groups],
                options.PlatformGroup.Length > 0 ? options.PlatformGroup : null
            ),
        ]);
}
