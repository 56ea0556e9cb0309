using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Core.Store;
using Portal.Workers.Applying;
using Portal.Workers.Calendar;
using Portal.Workers.Claiming;
using Portal.Workers.Planning;

namespace Portal.Workers.Hosting;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: all its parts are well, or which is not.</summary>
public static class HealthEndpoints
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    public static void AddWorkersHealth(this WebApplicationBuilder builder) =>
        builder
            .Services.AddHealthChecks()
            .AddCheck<StoreCheck>("store")
            .AddCheck<CalendarCheck>("calendar")
            .AddCheck<WorkNotificationsCheck>("notifications")
            .Add(Worker<PlanningWorker>("planning", w => w.IsFull ? null : w.LastAnswer))
            .Add(Worker<ApplyingWorker>("applying", w => w.IsFull ? null : w.LastAnswer));

    public static void MapWorkersHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteReport });
    }

    private static HealthCheckRegistration Worker<TWorker>(string name, Func<TWorker, DateTimeOffset?> answered)
        where TWorker : notnull =>
        new(
            name,
            services => new IntervalCheck(
                () => answered(services.GetRequiredService<TWorker>()),
                services.GetRequiredService<TimeProvider>()
            ),
            HealthStatus.Unhealthy,
            tags: null
        );

    private static Task WriteReport(HttpContext http, HealthReport report) =>
        http.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(
                    e => e.Key,
                    e => new { status = e.Value.Status.ToString(), words = e.Value.Description }
                ),
            }
        );

    private sealed class IntervalCheck(Func<DateTimeOffset?> answered, TimeProvider clock) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            var silent = clock.GetUtcNow() - answered();
            return Task.FromResult(
                silent switch
                {
                    null => HealthCheckResult.Healthy("All hands are at work."),
                    { } time when time < Quiet => HealthCheckResult.Healthy("Looking for work."),
                    { TotalSeconds: var seconds } => HealthCheckResult.Unhealthy(
                        $"Has not been able to look for work for {seconds:0}\u00A0s."
                    ),
                }
            );
        }
    }
}

internal sealed class CalendarCheck(CalendarClock calendar) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            calendar.Complaint is not null
                ? HealthCheckResult.Unhealthy("The calendar has not started: nothing expires and no audit is sealed.")
            // Not unwell: while workers of the former version run, an upgrade would wait for it for ever.
            : calendar.Warning is { } words ? HealthCheckResult.Degraded(words)
            : HealthCheckResult.Healthy("The calendar runs.")
        );
}

/// <summary>Deaf is slower, not unwell: work is looked for at an interval as well.</summary>
internal sealed class WorkNotificationsCheck(WorkNotifications bell) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            bell.IsListening
                ? HealthCheckResult.Healthy("Woken by the store.")
                : HealthCheckResult.Degraded("Not listening; work is found at an interval.")
        );
}
