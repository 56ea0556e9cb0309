using Npgsql;

namespace Portal.Web.Live;

/// <summary>
/// Says when a change has moved: LISTEN on the store's channel wakes it, and after each reconnect it says so once anyway,
/// because PostgreSQL keeps no notification for who wasn't there. At most once a second, however much happens.
/// </summary>
public sealed partial class ChangeNotifications : BackgroundService
{
    private const string Channel = "portal_snapshot";
    private const string Changes = "changes";
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);
    private readonly NpgsqlDataSource store;
    private readonly TimeProvider time;
    private readonly ILogger<ChangeNotifications> log;
    private readonly Throttle throttle;
    private long received;
    private event Action? Notified;

    public ChangeNotifications(NpgsqlDataSource store, TimeProvider time, ILogger<ChangeNotifications> log)
    {
        (this.store, this.time, this.log) = (store, time, log);
        throttle = new Throttle(time, TimeSpan.FromSeconds(1), () => Notified?.Invoke());
    }

    /// <summary>How often it was told that a change has moved, or may have.</summary>
    public long Count => Interlocked.Read(ref received);

    /// <summary>Calls <paramref name="heard"/> on a thread of its own until disposed.</summary>
    public IDisposable Watch(Action heard)
    {
        Notified += heard;
        return new Subscription(() => Notified -= heard);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception wrong) when (wrong is NpgsqlException or TimeoutException or IOException)
            {
                LogLost(wrong.Message);
                await Task.Delay(TryAgainAfter, time, stoppingToken);
            }
        }
    }

    public override void Dispose()
    {
        throttle.Dispose();
        base.Dispose();
    }

    private async Task Listen(CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        connection.Notification += (_, heard) =>
        {
            if (heard.Payload == Changes)
            {
                Notify();
            }
        };
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stop);
        }

        Notify();
        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    private void Notify()
    {
        Interlocked.Increment(ref received);
        throttle.Call();
    }

    private sealed class Subscription(Action stop) : IDisposable
    {
        private Action? stop = stop;

        public void Dispose() => Interlocked.Exchange(ref stop, null)?.Invoke();
    }

    [LoggerMessage(LogLevel.Warning, "The store can't be listened to, open pages wait for it: {Why}")]
    private partial void LogLost(string why);
}
