using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;

namespace Portal.Web.Identity.Bootstrap;

internal static class BootstrapRegistration
{
    public static void AddBootstrap(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<BootstrapOptions>()
            .Bind(builder.Configuration.GetSection(BootstrapOptions.Section));
        builder.Services.AddSingleton<IValidateOptions<BootstrapOptions>, BootstrapOptionsCheck>();
        builder.Services.AddSingleton<BootstrapRoutes>();
        var mode = builder.Configuration.GetValue<SignInMode>(
            $"{IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}"
        );
        if (mode != SignInMode.Embedded)
        {
            builder.Services.AddHostedService<BootstrapStart>();
        }
    }
}

/// <summary>Keeps a portal from starting with an initial password that can't work.</summary>
internal sealed class BootstrapOptionsCheck(IOptions<IdentityOptions> identity) : IValidateOptions<BootstrapOptions>
{
    public ValidateOptionsResult Validate(string? name, BootstrapOptions options)
    {
        var wrong = options.Complaints(identity.Value.Mode).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
