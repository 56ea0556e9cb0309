using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.Workers.Collecting;

/// <summary>Well while clusters are looked for; a cluster that doesn't answer is its own affair and shown on its page.</summary>
internal sealed class CollectingCheck(CollectingWorker worker, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var silent = clock.GetUtcNow() - worker.LookedAt;
        return Task.FromResult(
            silent < Quiet
                ? HealthCheckResult.Healthy($"Keeping {worker.Clusters} clusters in view.")
                : HealthCheckResult.Unhealthy(
                    $"Has not been able to look for clusters for {silent.TotalSeconds:0}\u00A0s."
                )
        );
    }
}
