using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Store;

namespace Portal.Web.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the store does too, at this build's schema.</summary>
public static class HealthEndpoints
{
    private const string Root = "/health";

    /// <summary>Whether a request is a question after health: asked by machines, and by address, as often as they like.</summary>
    public static bool Covers(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    public static void AddPortalHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSchemaGate();
        builder.Services.AddSingleton<StoreWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreWatch>());
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store");
    }

    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapHealthChecks($"{Root}/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks($"{Root}/ready", new HealthCheckOptions { ResponseWriter = Say }).AllowAnonymous();
    }

    // The words of each check, without exceptions: anybody may ask.
    private static Task Say(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Description),
            }
        );
}
