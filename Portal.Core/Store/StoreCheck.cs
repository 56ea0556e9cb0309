using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Whether the store answers and takes what is written, at this build's schema. Until it has that schema the process is unhealthy; how well it is
/// with a store that falls silent later is chosen where the check is registered.
/// </summary>
public sealed class StoreCheck(SchemaGate gate, NpgsqlDataSource store, TimeProvider clock) : IHealthCheck
{
    // Proxies and probes give an answer 5 s.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

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
            // A connection whose other end is gone isn't cancelled in time either.
            return await Look(context, cancellationToken).WaitAsync(AnswerWithin, clock, cancellationToken);
        }
        catch (Exception silence) when (StoreFailure.IsSilence(silence) || StoreFailure.IsTheStores(silence))
        {
            return Without(context, "The store doesn't answer.");
        }
    }

    private async Task<HealthCheckResult> Look(HealthCheckContext context, CancellationToken stop)
    {
        if (!await WritableStore.Answers(store, stop))
        {
            return Without(context, "The store is read-only.");
        }

        var offset = await ClockOffset.Read(store, clock, stop);
        return offset.IsOff
            ? HealthCheckResult.Degraded(offset.Complaint)
            : HealthCheckResult.Healthy("The store answers.");
    }

    private static HealthCheckResult Without(HealthCheckContext context, string words) =>
        new(context.Registration.FailureStatus, words);
}
