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
        var (synced, isTold) = (time.GetTimestamp(), false);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Ten times a second: a disk that goes on to refuse is told of once.
                isTold = !Keep(groups.Tick, isTold ? null : NotEnded);
                if (time.GetElapsedTime(synced) > options.Value.SyncInterval)
                {
                    Sync();
                    Keep(() => groups.Expire(options.Value.OffsetsRetention), NotEnded);
                    // The old journal is whole, and goes on.
                    Keep(groups.Offsets.RewriteIfWorthIt, NotRewritten);
                    synced = time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    // What couldn't be written didn't happen: it is tried again, and a disk that is full may have room by then.
    private static bool Keep(Action act, Action<Exception>? refused)
    {
        try
        {
            act();
            return true;
        }
        catch (IOException fault)
        {
            refused?.Invoke(fault);
            return false;
        }
    }

    private void Sync()
    {
        try
        {
            groups.Offsets.Sync();
        }
        catch (IOException fault)
        {
            // What was acknowledged may be gone from the kernel's hands, and a second try would not tell. Ends the process, which says why.
            throw new IOException("Committed offsets could not be kept.", fault);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "What ended in the groups could not be written to the journal of committed offsets; tried again at the next interval"
    )]
    private partial void NotEnded(Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The journal of committed offsets could not be written anew and grows; tried again at the next interval"
    )]
    private partial void NotRewritten(Exception fault);
}
