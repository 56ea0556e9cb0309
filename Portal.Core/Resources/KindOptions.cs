using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Portal.Core.Resources;

internal static class KindOptions
{
    /// <summary>
    /// A kind's settings, read from their section by every process that knows the kind, and validated at its start. Where nothing is
    /// configured, as in tests of rules, they are the defaults.
    /// </summary>
    public static OptionsBuilder<TOptions> AddKindOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class =>
        services
            .AddOptions<TOptions>()
            .Configure<IServiceProvider>(
                (options, all) => all.GetService<IConfiguration>()?.GetSection(section).Bind(options)
            )
            .ValidateDataAnnotations()
            .ValidateOnStart();
}
