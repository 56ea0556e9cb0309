using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>
/// One connection to one broker. Requests are pipelined and answered in order; a request without an answer in time ends
/// the connection, because what comes after it could not be told apart from what is late.
/// </summary>
public sealed partial class KafkaConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly FrameReader _frames;
    private readonly KafkaOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Queue<PendingResponse> _waiting = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _receiving;
    private KafkaException? _why;
    private int _lastCorrelationId;
    private BrokerVersions _versions = BrokerVersions.OnlyApiVersions;
    private long _usableUntil = long.MaxValue;

    private KafkaConnection(
        KafkaEndpoint at,
        Stream stream,
        KafkaOptions options,
        AnswerBudget? budget,
        TimeProvider time
    )
    {
        At = at;
        _stream = stream;
        _frames = new FrameReader(stream, options.MostResponseBytes, budget);
        _options = options;
        _time = time;
        _receiving = Receive();
    }

    public KafkaEndpoint At { get; }

    /// <summary>What this broker understands.</summary>
    public BrokerVersions Versions => _versions;

    /// <summary>Neither ended nor, after a sign-in with a lifetime, about to be ended by the broker.</summary>
    public bool IsOpen => Volatile.Read(ref _why) is null && _time.GetTimestamp() < _usableUntil;

    /// <summary>Connects, agrees on versions and signs in.</summary>
    /// <exception cref="KafkaException">It didn't work; the case says why.</exception>
    public static async Task<KafkaConnection> Open(
        KafkaEndpoint at,
        KafkaSecurity security,
        KafkaOptions options,
        AnswerBudget? budget,
        TimeProvider time,
        CancellationToken stop
    )
    {
        using var late = new CancellationTokenSource(options.ConnectWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        KafkaConnection? connection = null;
        try
        {
            var stream = await Dialer.Dial(at, security.Tls, options, time, either.Token).ConfigureAwait(false);
            connection = new KafkaConnection(at, stream, options, budget, time);
            connection._versions = await BrokerVersions.Ask(connection, either.Token).ConfigureAwait(false);
            if (security.SignIn is { } signIn)
            {
                var lifetime = await SaslExchange.SignIn(connection, signIn, either.Token).ConfigureAwait(false);
                connection.UseFor(lifetime);
            }
            return connection;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await Close(connection).ConfigureAwait(false);
            throw new KafkaException.NoAnswer(at, "the connection attempt", options.ConnectWithin, mayHaveActed: false);
        }
        catch (KafkaException.ConnectionLost lost)
        {
            // What was to go over it was never sent.
            await Close(connection).ConfigureAwait(false);
            throw new KafkaException.ConnectionLost(at, lost.Why, mayHaveActed: false, lost);
        }
        catch
        {
            await Close(connection).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(new KafkaException.ConnectionLost(At, "we closed it", mayHaveActed: true));
        await _receiving.ConfigureAwait(false);
        await _frames.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
    }

    private static ValueTask Close(KafkaConnection? connection) =>
        connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>A broker ends connections whose sign-in has run out; we stop using them a little before.</summary>
    private void UseFor(TimeSpan? lifetime)
    {
        if (lifetime is { } known)
        {
            _usableUntil = _time.GetTimestamp() + (long)(known.TotalSeconds * 0.85 * _time.TimestampFrequency);
        }
    }

    private async Task Receive()
    {
        try
        {
            while (await _frames.Next(_ended.Token).ConfigureAwait(false) is { } frame)
            {
                using (frame)
                {
                    Answer(frame.Bytes);
                }
            }
            End(new KafkaException.ConnectionLost(At, WhyClosed(), mayHaveActed: true));
        }
        catch (MalformedFrameException fault)
        {
            var why =
                _versions == BrokerVersions.OnlyApiVersions
                    ? $"perhaps this port speaks TLS. {fault.Message}"
                    : fault.Message;
            End(new KafkaException.Garbled(At, why, mayHaveActed: true, fault));
        }
        catch (Exception fault)
        {
            End(new KafkaException.ConnectionLost(At, fault.Message.TrimEnd('.'), mayHaveActed: true, fault));
        }
    }

    private string WhyClosed() =>
        _versions == BrokerVersions.OnlyApiVersions
            ? "the other side closed it at once; perhaps this port speaks TLS"
            : "the other side closed it; where that happens at the first request, it wants a sign-in";
}
