namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>Ends sessions that were left behind: a query of one holds a slot for as long as it is open.</summary>
public sealed class GatewayUpkeep(GatewaySessions sessions, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                sessions.EndUnused();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }
}
