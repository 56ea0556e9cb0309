using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Health;

/// <summary>Rings when a cluster's snapshot version was raised. NOTIFY can be lost, so whoever waits also looks from time to time.</summary>
internal sealed partial class SnapshotBell(NpgsqlDataSource store, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Until it has rung since the last wait, or the time is over.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken stop)
    {
        using var anyway = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, anyway.Token);
        Task rung = rings.Reader.WaitToReadAsync(either.Token).AsTask();
        await rung.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        rings.Reader.TryRead(out _);
    }

    /// <summary>Until stopped.</summary>
    public async Task Listen(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await store.OpenConnectionAsync(stop);
                connection.Notification += (_, _) => rings.Writer.TryWrite(true);
                await using (var listen = new NpgsqlCommand("listen portal_snapshot", connection))
                {
                    await listen.ExecuteNonQueryAsync(stop);
                }

                // What was told while nobody listened.
                rings.Writer.TryWrite(true);
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
