using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Health;

/// <summary>Wakes its one reader when a cluster's snapshot version was raised. NOTIFY can be lost, so whoever waits also looks from time to time.</summary>
internal sealed partial class SnapshotNotifications(NpgsqlDataSource store, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> received = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Until one came since the last wait, or the time is over.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken stop)
    {
        using var anyway = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, anyway.Token);
        Task next = received.Reader.WaitToReadAsync(either.Token).AsTask();
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        received.Reader.TryRead(out _);
    }

    /// <summary>Until stopped.</summary>
    public async Task Listen(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await store.OpenConnectionAsync(stop);
                connection.Notification += (_, _) => received.Writer.TryWrite(true);
                await using (var listen = new NpgsqlCommand("listen portal_snapshot", connection))
                {
                    await listen.ExecuteNonQueryAsync(stop);
                }

                // What was told while nobody listened.
                received.Writer.TryWrite(true);
                while (true)
                {
                    await connection.WaitAsync(stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is DbException or TimeoutException or IOException)
            {
                Deaf(log, fault.Message);
                await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Snapshots are not listened for: {Why}")]
    private static partial void Deaf(ILogger log, string why);
}
