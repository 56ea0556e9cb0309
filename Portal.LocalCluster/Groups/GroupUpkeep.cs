using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Groups;

/// <summary>The groups' clock: sessions and rounds end by it, and committed offsets are forced to the disk.</summary>
public sealed partial class GroupUpkeep(
    GroupCoordinator groups,
    IOptions<LocalClusterOptions> options,
    TimeProvider time,
    ILogger<GroupUpkeep> logger
) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var synced = time.GetTimestamp();
        using var timer = new PeriodicTimer(Beat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                groups.Tick();
                if (time.GetElapsedTime(synced) > options.Value.SyncInterval)
                {
                    groups.Offsets.Sync();
                    groups.Expire(options.Value.OffsetsRetention);
                    synced = time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (IOException fault)
        {
            Failed(fault);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Committed offsets could not be kept")]
    private partial void Failed(Exception fault);
}
