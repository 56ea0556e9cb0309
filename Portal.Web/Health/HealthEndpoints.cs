using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Store;

namespace Portal.Web.Health;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the store has this build's schema, the process has drawn its first pages,
/// and isn't shutting down. A store that falls silent after that degrades it and no more: every web has the same one, and a proxy that took
/// them all out would keep from people what each of them answers. Where one alone lost it, the proxy goes on to the next after its 503.
/// </summary>
public static class HealthEndpoints
{
    private const string Root = "/health";
    private const string Shutdown = "shutdown";

    /// <summary>Whether a request is a question after health: asked by machines, and by address, as often as they like.</summary>
    public static bool Covers(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    public static void AddPortalHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSchemaGate();
        builder.Services.AddStoreWatch();
        builder
            .Services.AddOptions<ShutdownOptions>()
            .Bind(builder.Configuration.GetSection(ShutdownOptions.Section))
            .Validate(
                options => options.IsValid,
                $"{ShutdownOptions.Section}:{nameof(ShutdownOptions.Drain)} and {nameof(ShutdownOptions.ClosePages)} must be between 00:00:00 and {ShutdownOptions.Longest:c}."
            )
            .ValidateOnStart();
        builder
            .Services.AddOptions<StartupOptions>()
            .Bind(builder.Configuration.GetSection(StartupOptions.Section))
            .Validate(
                options => options.IsValid,
                $"{StartupOptions.Section}:{nameof(StartupOptions.WarmUp)} must be between 00:00:00 and {ShutdownOptions.Longest:c}."
            )
            .ValidateOnStart();
        builder.Services.AddSingleton<WarmUp>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WarmUp>());
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<Drain>());
        builder
            .Services.AddHealthChecks()
            .AddCheck<StoreCheck>("store", HealthStatus.Degraded)
            .AddCheck<WarmUp>("warm-up")
            .AddCheck<Drain>(Shutdown);
    }

    /// <summary>Keeps the connections of open pages in sight, which are closed in turns when the process shuts down.</summary>
    public static void UseOpenConnections(this WebApplication app) =>
        app.Use((http, next) => app.Services.GetRequiredService<OpenConnections>().Hold(http, next));

    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapHealthChecks($"{Root}/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        var drain = app.Services.GetRequiredService<Drain>();
        app.MapHealthChecks(
                $"{Root}/ready",
                new HealthCheckOptions
                {
                    // A busy store keeps no proxy waiting for what is known.
                    Predicate = check => check.Name == Shutdown || !drain.HasBegun,
                    ResponseWriter = WriteReport,
                }
            )
            .AllowAnonymous();
    }

    // The words of each check, without exceptions: anybody may ask.
    private static Task WriteReport(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description),
            }
        );
}
