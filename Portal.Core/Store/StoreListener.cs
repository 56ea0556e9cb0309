using System.Data;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

/// <summary>
/// Listens to a channel of the store (LISTEN), and connects again when the connection is lost. PostgreSQL keeps no
/// notification for who wasn't there, so that each new connection is reported as well: anything may have happened before it. A server that stays
/// up read-only has nothing to report any more, and isn't listened to. Behind a pooler that shares sessions (PgBouncer in transaction mode) LISTEN
/// succeeds and nothing arrives, so a connection counts once it received what another one sent. The log has a line for each new reason why it doesn't.
/// </summary>
public sealed partial class StoreListener(NpgsqlDataSource store, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EchoWithin = TimeSpan.FromSeconds(3);
    private const string Deaf =
        "No notification arrives. PgBouncer in transaction mode passes none on: connect directly, or by a pool in session mode.";

    private string? _complaint;

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
                if (_complaint != failure.Message)
                {
                    LogLost(channel, failure.Message);
                }

                _complaint = failure.Message;
                // A pooler stays one, and each try costs it two connections.
                var pause = failure.Message == Deaf ? Quiet : TryAgainAfter;
                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Once(string channel, Action<string> received, Action connected, CancellationToken stop)
    {
        await using var connection = await store.OpenConnectionAsync(stop);
        await RequireWritable(connection, stop);
        var echo = connection.ProcessID.ToString(CultureInfo.InvariantCulture);
        var isBack = false;
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == StoreChannel.Echo)
            {
                isBack |= notification.Payload == echo;
            }
            else if (IsListening)
            {
                received(notification.Payload);
            }
        };
        await Say($"listen {StoreChannel.Echo}; listen {channel}", connection, stop);
        try
        {
            await SendFromAnother(connection, echo, stop);
            while (!isBack)
            {
                if (!await connection.WaitAsync(EchoWithin, stop))
                {
                    throw new NpgsqlException(Deaf);
                }
            }

            (IsListening, _complaint) = (true, null);
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

    // The listening one might receive what it sent itself where it receives nothing else. Not one of the pool, which would keep it: after the line went
    // silent it would be the first that is taken, and as silent.
    private async Task SendFromAnother(NpgsqlConnection connection, string echo, CancellationToken stop)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(store.ConnectionString) { Pooling = false };
        await using var sender = await connection.CloneWithAsync(unpooled.ConnectionString, stop);
        await sender.OpenAsync(stop);
        await using var send = new NpgsqlCommand("select pg_notify($1, $2)", sender);
        send.Parameters.AddWithValue(StoreChannel.Echo);
        send.Parameters.AddWithValue(echo);
        await send.ExecuteNonQueryAsync(stop);
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
