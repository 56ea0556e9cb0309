using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>Whether the store answers and takes what is written, at this build's schema.</summary>
public sealed class StoreCheck(SchemaGate gate, NpgsqlDataSource store, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (gate.Complaint is not null)
        {
            return HealthCheckResult.Unhealthy("The store isn't at this build's schema.");
        }

        try
        {
            if (!await WritableStore.Answers(store, cancellationToken))
            {
                return HealthCheckResult.Unhealthy("The store is read-only.");
            }

            var offset = await ClockOffset.Read(store, clock, cancellationToken);
            return offset.IsOff
                ? HealthCheckResult.Degraded(offset.Complaint)
                : HealthCheckResult.Healthy("The store answers.");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The store doesn't answer.");
        }
    }
}
