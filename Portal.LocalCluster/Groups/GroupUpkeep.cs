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
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var synced = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                groups.Tick();
                if (time.GetElapsedTime(synced) > options.Value.SyncInterval)
                {
                    groups.Offsets.Sync();
                    groups.Expire(options.Value.OffsetsRetention);
                    Rewrite();
                    synced = time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (IOException fault)
        {
            // Ends the process, which says why.
            throw new IOException("Committed offsets could not be kept.", fault);
        }
    }

    private void Rewrite()
    {
        try
        {
            groups.Offsets.RewriteIfWorthIt();
        }
        catch (IOException fault)
        {
            // The old journal is whole, and goes on.
            NotRewritten(fault);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The journal of committed offsets could not be written anew and grows; tried again at the next interval"
    )]
    private partial void NotRewritten(Exception fault);
}
