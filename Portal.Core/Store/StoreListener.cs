using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Listens to a channel of the store (LISTEN), and connects again when the connection is lost. PostgreSQL keeps no
/// notification for who wasn't there, so that each new connection is reported as well: anything may have happened before it. A server that stays
/// up read-only has nothing to report any more, and isn't listened to.
/// </summary>
public sealed partial class StoreListener(NpgsqlDataSource store, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    /// <summary>Whether notifications reach us now.</summary>
    public bool IsListening { get; private set; }

    /// <summary>Until stopped.</summary>
    /// <param name="channel">A name that needs no quotes.</param>
    /// <param name="received">Gets each notification's payload.</param>
    /// <param name="connected">Called after each connection, before anything is received over it.</param>
    public async Task Listen(string channel, Action<string> received, Action connected, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Once(channel, received, connected, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (StoreFailure.IsTheStores(failure))
            {
                IsListening = false;
                LogLost(channel, failure.Message);
                await Task.Delay(TryAgainAfter, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Once(string channel, Action<string> received, Action connected, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await RequireWritable(connection, stop);
        connection.Notification += (_, notification) => received(notification.Payload);
        await Say($"listen {channel}", connection, stop);
        try
        {
            IsListening = true;
            connected();
            while (true)
            {
                if (!await connection.WaitAsync(Quiet, stop))
                {
                    await RequireWritable(connection, stop);
                }
            }
        }
        finally
        {
            // The next who gets this connection from the pool doesn't want them.
            if (connection.State == ConnectionState.Open)
            {
                await Say("unlisten *", connection, CancellationToken.None);
            }
        }
    }

    private async Task RequireWritable(NpgsqlConnection connection, CancellationToken stop)
    {
        if (!await WritableStore.Answers(store, connection, stop))
        {
            throw new NpgsqlException("The store is read-only.");
        }
    }

    private static async Task Say(string statement, NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    [LoggerMessage(LogLevel.Warning, "The store's channel {Channel} can't be listened to, trying again: {Why}")]
    private partial void LogLost(string channel, string why);
}
