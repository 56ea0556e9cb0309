using System.Data.Common;
using Npgsql;
using Portal.Core;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Workers.Claiming;

namespace Portal.Workers.Collecting;

/// <summary>One cluster for as long as it is registered: waits for the lease, collects while it is held, begins again after a fault.</summary>
internal sealed partial class CollectorLoop(
    ClusterId cluster,
    CollectorLease lease,
    StoreWatch store,
    Func<Holding, ClusterCollector> collector,
    TimeProvider clock,
    CollectingOptions options,
    ILogger log
)
{
    /// <summary>Ends without an exception when stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var asked = ClockReading.Of(clock);
                if (await lease.Take(cluster, options.Every, stop) is { } fence)
                {
                    Took(log, cluster.Value, fence);
                    await Hold(new Holding(cluster, fence), asked, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it was: the state is thrown away, the store is the truth, and the next turn begins from it.
                // A store that is known to be silent has one line of its own in the log, from what watches it.
                var isSilence = StoreFailure.IsSilence(fault);
                var level =
                    !isSilence ? LogLevel.Error
                    : store.SilentSince is null ? LogLevel.Warning
                    : LogLevel.Debug;
                var why = fault.GetBaseException().Message;
                Failed(log, level, isSilence ? null : fault, cluster.Value, why);
                await Report(fault, stop);
            }

            await Task.Delay(options.LookEvery, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Hold(Holding holding, ClockReading asked, CancellationToken stop)
    {
        await using var held = new Lease(
            new HeldFor(options.Lease),
            clock,
            asked,
            soon => lease.Renew(cluster, holding.Fence, soon),
            stop
        );
        try
        {
            await collector(holding).Run(held.Held);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The lease is over; whoever takes it next goes on.
        }
        finally
        {
            await Release(holding);
        }

        if (!stop.IsCancellationRequested)
        {
            Lost(log, cluster.Value);
        }
    }

    private async Task Report(Exception fault, CancellationToken stop)
    {
        var why = fault is PostgresException refused
            ? $"What was read can't be stored: {refused.MessageText}"
            : $"Collecting failed: {fault.Message}";
        try
        {
            await lease.Fail(cluster, EngineText.Words(why), stop);
        }
        catch (Exception silent) when (StoreFailure.IsTheStores(silent))
        {
            // Logged already, by what failed first; and pages tell how old what they show is.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task Release(Holding holding)
    {
        using var soon = new CancellationTokenSource(options.Lease, clock);
        try
        {
            await lease.Release(cluster, holding.Fence, soon.Token);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or OperationCanceledException)
        {
            // It ends by itself.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Collecting cluster {Cluster} under fence {Fence}")]
    private static partial void Took(ILogger log, int cluster, long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease on collecting cluster {Cluster} was lost")]
    private static partial void Lost(ILogger log, int cluster);

    [LoggerMessage(Message = "Collecting cluster {Cluster} failed and begins again: {Why}")]
    private static partial void Failed(ILogger log, LogLevel level, Exception? fault, int cluster, string why);

    private sealed class HeldFor : ClaimingOptions
    {
        public HeldFor(TimeSpan lease) => (Lease, RenewEvery) = (lease, lease / 3);

        public override TimeSpan GiveUpAfter { get; set; } = Timeout.InfiniteTimeSpan;
    }
}
