using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Portal.Web.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the store does too, at this build's schema.</summary>
public static class HealthEndpoints
{
    public static void AddPortalHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<StoreUpkeep>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreUpkeep>());
        builder.Services.AddSingleton<StoreWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreWatch>());
        builder.Services.AddHealthChecks().AddCheck<StoreCheck>("store");
    }

    public static void MapPortalHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Say }).AllowAnonymous();
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

internal sealed class StoreCheck(StoreUpkeep upkeep, NpgsqlDataSource store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (upkeep.Complaint is not null)
        {
            return HealthCheckResult.Unhealthy("The store isn't at this build's schema.");
        }

        try
        {
            await using var command = store.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy("The store answers.");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The store doesn't answer.");
        }
    }
}
