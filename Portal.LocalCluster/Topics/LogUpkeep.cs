using Microsoft.Extensions.Options;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Topics;

/// <summary>
/// Forces logs to the disk, lets retention take what is too old or too much, and compacts, each at its own interval; syncs once more at rest.
/// </summary>
public sealed partial class LogUpkeep(
    Logs logs,
    IOptions<LocalClusterOptions> options,
    TimeProvider time,
    ILogger<LogUpkeep> logger
) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Each(log => log.Sync());
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            Repeat(options.Value.SyncInterval, log => log.Sync(), stoppingToken),
            Repeat(options.Value.RetentionInterval, Retain, stoppingToken),
            Repeat(options.Value.CompactionInterval, log => Compact(log, stoppingToken), stoppingToken)
        );

    private async Task Repeat(TimeSpan interval, Action<PartitionLog> act, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Each(act);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    private void Retain(PartitionLog log)
    {
        if (log.Retain(time.GetUtcNow().ToUnixTimeMilliseconds()) is var bytes and > 0)
        {
            Retained(bytes, log.StartOffset);
        }
    }

    private void Compact(PartitionLog log, CancellationToken stop)
    {
        try
        {
            var done = log.Compact(time.GetUtcNow().ToUnixTimeMilliseconds(), options.Value.CompactionKeys, stop);
            if (done is { } compacted)
            {
                Compacted(compacted.BytesBefore, compacted.BytesAfter, compacted.End);
            }
        }
        catch (Exception damage) when (damage is InvalidDataException or MalformedFrameException)
        {
            NotCompacted(damage);
        }
    }

    private void Each(Action<PartitionLog> act)
    {
        foreach (var log in logs.All)
        {
            try
            {
                act(log);
            }
            catch (IOException fault)
            {
                Failed(fault);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Retention deleted {Bytes} bytes; the log starts at {Offset} now"
    )]
    private partial void Retained(long bytes, long offset);

    [LoggerMessage(
        Level = LogLevel.Debug,
        Message = "Compaction left {After} of {Before} bytes in the segments that it wrote anew; it came to offset {End}"
    )]
    private partial void Compacted(long before, long after, long end);

    [LoggerMessage(Level = LogLevel.Error, Message = "A partition is not compacted; tried again at the next interval")]
    private partial void NotCompacted(Exception damage);

    [LoggerMessage(Level = LogLevel.Error, Message = "A log could not be kept up; tried again at the next interval")]
    private partial void Failed(Exception fault);
}
