using System.Net;
using System.Net.Sockets;
using Portal.Engines.Kafka;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

/// <summary>
/// A broker that says what a test tells it to, in the versions it is told to know: for what real brokers can't be made
/// to do, and for versions older than those at hand.
/// </summary>
public sealed class ScriptedBroker : IAsyncDisposable
{
    /// <summary>Writes the answer's body; false leaves the request without an answer.</summary>
    public delegate bool Answering(KafkaWriter w, short version);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<ApiKey, (short Least, short Most, Answering Answer)> _script = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private int _open;

    public ScriptedBroker(short apiVersions = 4)
    {
        On(ApiKey.ApiVersions, apiVersions, Announced());
        _listener.Start();
        _accepting = Accept();
    }

    public KafkaEndpoint At => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>The versions in which requests came in, as they came.</summary>
    public List<(ApiKey Key, short Version)> Asked { get; } = [];

    /// <summary>The bytes of the request that is answered now.</summary>
    public byte[] Request { get; private set; } = [];

    /// <summary>How many connections there are that nobody has ended.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Its answers, but what it understands, end within the header.</summary>
    public bool BreaksOff { get; set; }

    /// <summary>Until it is over, the second half of an answer isn't sent.</summary>
    public Task Rest { get; set; } = Task.CompletedTask;

    public int CountOf(ApiKey key)
    {
        lock (Asked)
        {
            return Asked.Count(asked => asked.Key == key);
        }
    }

    public ScriptedBroker On(ApiKey key, short most, Answering answer)
    {
        _script[key] = (Apis.All[key].Min, most, answer);
        return this;
    }

    public ScriptedBroker On<T>(ApiKey key, short most, T answer)
        where T : IWireFormat<T> => On(key, most, Say(answer));

    /// <summary>Announces what the portal needs, and doesn't answer it unless a test says how.</summary>
    public ScriptedBroker WithNeeded()
    {
        foreach (var needed in NeededRequests.All)
        {
            On(needed.Key, needed.Version, (_, _) => false);
        }

        return this;
    }

    public static Answering Say<T>(T answer)
        where T : IWireFormat<T> =>
        (w, v) =>
        {
            answer.Write(w, v);
            return true;
        };

    /// <summary>Itself as the only broker, with these topics.</summary>
    public MetadataResponse Alone(params MetadataResponse.Topic[] topics) =>
        new()
        {
            ClusterId = "scripted",
            ControllerId = 1,
            Brokers =
            [
                new()
                {
                    NodeId = 1,
                    Host = At.Host,
                    Port = At.Port,
                },
            ],
            Topics = topics,
        };

    public KafkaClient Client() => new([At], KafkaSecurity.None, new KafkaOptions(), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private ApiVersionsResponse Announced() =>
        new()
        {
            ApiKeys =
            [
                .. _script.Select(known => new ApiVersionsResponse.Api
                {
                    ApiKey = (short)known.Key,
                    MinVersion = known.Value.Least,
                    MaxVersion = known.Value.Most,
                }),
            ],
        };

    private async Task Accept()
    {
        try
        {
            while (await _listener.AcceptTcpClientAsync(_over.Token) is { } connection)
            {
                _ = Serve(connection);
            }
        }
        // The last: it was stopped between two connections.
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        { }
    }

    private async Task Serve(TcpClient connection)
    {
        using var closing = connection;
        Interlocked.Increment(ref _open);
        try
        {
            await using var frames = new FrameReader(connection.GetStream(), mostBytes: 1_000_000);
            while (await frames.Next(_over.Token) is { } frame)
            {
                using var w = new KafkaWriter();
                var isAnswered = Answer(frame, w);
                frame.Dispose();
                if (isAnswered)
                {
                    await Send(connection.GetStream(), w.Written);
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or IOException) { }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Send(NetworkStream stream, ReadOnlyMemory<byte> answer)
    {
        var first = Rest.IsCompleted ? answer.Length : answer.Length / 2;
        await stream.WriteAsync(answer[..first], _over.Token);
        if (first < answer.Length)
        {
            await Rest.WaitAsync(_over.Token);
            await stream.WriteAsync(answer[first..], _over.Token);
        }
    }

    private bool Answer(Frame frame, KafkaWriter w)
    {
        Request = frame.Bytes.ToArray();
        var r = new KafkaReader(frame.Bytes);
        var header = RequestHeader.Read(ref r, Apis.Find);
        lock (Asked)
        {
            Asked.Add((header.Key, header.Version));
        }
        var (_, most, answer) = _script[header.Key];
        var isKnown = header.Version <= most;
        if (header.Key == ApiKey.ApiVersions)
        {
            answer = Say(Announced() with { Error = isKnown ? ErrorCode.None : ErrorCode.UnsupportedVersion });
        }
        if (BreaksOff && header.Key != ApiKey.ApiVersions)
        {
            w.Int32(2);
            w.Raw([1, 2]);
            return true;
        }

        w.Int32(0);
        var version = isKnown ? header.Version : (short)0;
        ResponseHeader.Write(w, header.Key, header.CorrelationId, Apis.All[header.Key].IsFlexible(version));
        var isAnswered = answer(w, version);
        w.Int32At(0, w.Length - sizeof(int));
        return isAnswered;
    }
}
