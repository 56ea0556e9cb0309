using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>One connection per endpoint, opened when it is first needed and again when it has ended.</summary>
internal sealed class ConnectionPool(
    IReadOnlyCollection<KafkaEndpoint> bootstrap,
    KafkaSecurity security,
    KafkaOptions options,
    TimeProvider time
) : IAsyncDisposable
{
    private readonly AnswerBudget? _budget = options.MostBytesInAll is { } bytes ? new(bytes) : null;
    private readonly Dictionary<KafkaEndpoint, Task<KafkaConnection>> _connections = [];
    private readonly CancellationTokenSource _closed = new();

    public bool HasOpen(KafkaEndpoint at)
    {
        lock (_connections)
        {
            return _connections.TryGetValue(at, out var connection) && connection.IsCompleted && !IsSpent(connection);
        }
    }

    /// <summary>All who ask at the same time share one attempt, which none of them can cancel for the others.</summary>
    public Task<KafkaConnection> Get(KafkaEndpoint at, CancellationToken stop)
    {
        Task<KafkaConnection>? connection;
        lock (_connections)
        {
            ObjectDisposedException.ThrowIf(_closed.IsCancellationRequested, this);
            if (IsOneTooMany(at))
            {
                throw new KafkaException.Unreachable(at, $"at most {options.MostNamedBrokers} brokers are tried");
            }
            if (!_connections.TryGetValue(at, out connection) || IsSpent(connection))
            {
                _ = connection is null ? Task.CompletedTask : CloseWhenQuiet(connection, _closed.Token);
                connection = Task.Run(
                    () => KafkaConnection.Open(at, security, options, _budget, time, _closed.Token),
                    CancellationToken.None
                );
                _connections[at] = connection;
            }
        }
        return connection.WaitAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        Task<KafkaConnection>[] connections;
        lock (_connections)
        {
            _closed.Cancel();
            connections = [.. _connections.Values];
            _connections.Clear();
        }
        await Task.WhenAll(connections.Select(Close)).ConfigureAwait(false);
        _closed.Dispose();
    }

    private bool IsOneTooMany(KafkaEndpoint at) =>
        options.MostNamedBrokers is { } most
        && !_connections.ContainsKey(at)
        && !bootstrap.Contains(at)
        && _connections.Keys.Except(bootstrap).Count() >= most;

    private static bool IsSpent(Task<KafkaConnection> connection) =>
        connection.IsCompleted && !(connection.IsCompletedSuccessfully && connection.Result.IsOpen);

    private static Task Close(Task<KafkaConnection> connection) =>
        CloseWhenQuiet(connection, new CancellationToken(canceled: true));

    // A connection whose sign-in runs out is sound, and an act that is under way on it must not be cut off.
    private static async Task CloseWhenQuiet(Task<KafkaConnection> connection, CancellationToken atOnce)
    {
        await ((Task)connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connection.IsCompletedSuccessfully)
        {
            await connection.Result.CloseWhenQuiet(atOnce).ConfigureAwait(false);
        }
    }
}
