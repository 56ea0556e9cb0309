using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Store;
using Portal.Engines.Kafka;

namespace Portal.Engines.Collecting;

/// <summary>Once a minute, closes what is open to clusters that were deregistered: nobody asks them, so nobody else would.</summary>
internal sealed partial class LeftClusters(
    KafkaClients clients,
    [FromKeyedServices(CollectedClusters.Cycles)] KafkaClients cycles,
    TimeProvider clock,
    ILogger<LeftClusters> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Look(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            await clients.CloseLeft(stop);
            await cycles.CloseLeft(stop);
        }
        catch (Exception fault) when (StoreFailure.IsTheStores(fault) || fault is InvalidOperationException)
        {
            StoreSilent(log, fault.GetBaseException().Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether clusters were deregistered was not read: {Why}")]
    private static partial void StoreSilent(ILogger log, string why);
}
