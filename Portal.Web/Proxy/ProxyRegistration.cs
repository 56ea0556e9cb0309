using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Portal.Web.Proxy;

/// <summary>Running behind a proxy: off unless one is known.</summary>
public static class ProxyRegistration
{
    public static void AddPortalProxy(this WebApplicationBuilder builder) =>
        builder
            .Services.AddOptions<ProxyOptions>()
            .Bind(builder.Configuration.GetSection(ProxyOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();

    /// <summary>Before all that looks at where a request comes from and over what.</summary>
    public static void UsePortalProxy(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        if (options.IsOn)
        {
            app.UseForwardedHeaders(Believed(options));
        }
    }

    /// <summary>Whether requests come from elsewhere though the connection may be local.</summary>
    public static bool IsBehindProxy(this WebApplication app) =>
        app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.IsOn || BelievesEverybody(app.Configuration);

    /// <summary>ASP.NET Core's own switch (ASPNETCORE_FORWARDEDHEADERS_ENABLED), which believes whoever connects, before anything else looks.</summary>
    public static bool BelievesEverybody(IConfiguration configuration) =>
        configuration.GetValue<bool>("ForwardedHeaders_Enabled");

    // Not the host: a proxy passes it on as it came, and links are made from it.
    private static ForwardedHeadersOptions Believed(ProxyOptions options)
    {
        var believed = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = options.Hops,
        };
        // Loopback is in there unless it is taken out.
        believed.KnownProxies.Clear();
        believed.KnownIPNetworks.Clear();
        foreach (var proxy in options.KnownProxies)
        {
            believed.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        foreach (var network in options.KnownNetworks)
        {
            believed.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        }

        return believed;
    }
}
