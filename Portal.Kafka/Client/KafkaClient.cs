using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>
/// A cluster to talk to: any broker of it, a certain one, or its controller. Every call throws
/// <see cref="KafkaException"/> and nothing else but cancellation.
/// </summary>
public sealed partial class KafkaClient : IAsyncDisposable
{
    private readonly ConnectionPool _pool;
    private readonly KnownBrokers _known;
    private readonly SilenceGate _gate;
    private readonly KafkaOptions _options;

    public KafkaClient(
        IReadOnlyList<KafkaEndpoint> bootstrap,
        KafkaSecurity security,
        KafkaOptions options,
        TimeProvider time
    )
    {
        (_options, Time, _pool) = (options, time, new ConnectionPool(bootstrap, security, options, time));
        (_known, _gate) = (new KnownBrokers(bootstrap, _pool, time), new SilenceGate(time));
    }

    private KafkaClient(KafkaClient shared) =>
        (_options, Time, _pool, _known, _gate) = (
            shared._options,
            shared.Time,
            shared._pool,
            shared._known,
            shared._gate
        );

    public RequestCounter Requests { get; } = new();

    public TimeProvider Time { get; }

    /// <summary>The brokers as last seen; empty before the first metadata.</summary>
    public ClusterView View => _known.View;

    /// <summary>
    /// The same connections with a count of its own: what one piece of work costs, whatever else is asked meanwhile.
    /// Nothing to dispose of: it ends with this one.
    /// </summary>
    public KafkaClient Counting() => new(this);

    /// <summary>Asks any broker for metadata and remembers the brokers it names.</summary>
    public async Task<MetadataResponse> Metadata(MetadataRequest request, CancellationToken stop)
    {
        var call = Call.Of(request) with { Read = ReadMetadata };
        var answer = await SendAny(call, null, stop).ConfigureAwait(false);
        Remember(new ClusterView(answer.ClusterId, answer.ControllerId, answer.Brokers));
        return answer;
    }

    /// <summary>The brokers; asks for them when they aren't known yet.</summary>
    public async Task<ClusterView> Brokers(CancellationToken stop)
    {
        if (View.Brokers.Count == 0)
        {
            await Metadata(new MetadataRequest { Topics = [], AllowAutoTopicCreation = false }, stop)
                .ConfigureAwait(false);
        }
        return View;
    }

    /// <summary>Sends to one broker; a question is asked again when an idle connection turns out to be gone.</summary>
    public async Task<T> SendTo<T>(int broker, Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        var at = View.Find(broker) ?? (await Brokers(stop).ConfigureAwait(false)).Find(broker);
        var known = at ?? throw new KafkaException.Unreachable(null, $"the cluster names no broker {broker}");
        try
        {
            return await Send(known, call, allowed, stop).ConfigureAwait(false);
        }
        catch (KafkaException.ConnectionLost) when (Call.IsQuestion(call.Key))
        {
            return await Send(known, call, allowed, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends to the controller, or to the broker that passes on what is meant for it.</summary>
    public async Task<T> SendController<T>(Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        var view = await Brokers(stop).ConfigureAwait(false);
        return view.Find(view.ControllerId) is null
            ? await SendAny(call, allowed, stop).ConfigureAwait(false)
            : await SendTo(view.ControllerId, call, allowed, stop).ConfigureAwait(false);
    }

    /// <summary>What a broker understands; connects to it if need be.</summary>
    public async Task<BrokerVersions> VersionsOf(int broker, CancellationToken stop)
    {
        var at = (await Brokers(stop).ConfigureAwait(false)).Find(broker);
        var known = at ?? throw new KafkaException.Unreachable(null, $"the cluster names no broker {broker}");
        return (await _pool.Get(known, stop).ConfigureAwait(false)).Versions;
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <summary>The cluster named its brokers elsewhere.</summary>
    public void Remember(ClusterView view) => _known.Remember(view);

    private static MetadataResponse ReadMetadata(ref KafkaReader r, short version)
    {
        var answer = MetadataResponse.Read(ref r, version);
        KnownBrokers.Require(answer.Brokers, answer.Error);
        return answer;
    }

    private async Task<T> Send<T>(KafkaEndpoint at, Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        var connection = await Connection(at, allowed, stop).ConfigureAwait(false);
        Requests.Count(call.Key);
        return await connection.Send(call, allowed ?? new Allowed(_options.AnswerWithin), stop).ConfigureAwait(false);
    }

    // Who has less time than an attempt to connect may take stops waiting for it; the attempt goes on for whoever asks next.
    private async Task<KafkaConnection> Connection(KafkaEndpoint at, Allowed? allowed, CancellationToken stop)
    {
        var connecting = _pool.Get(at, stop);
        if (allowed is not { ConnectingToo: true, Now: var left })
        {
            return await connecting.ConfigureAwait(false);
        }
        try
        {
            return await connecting.WaitAsync(left, Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new KafkaException.NoAnswer(at, "the connection attempt", left, mayHaveActed: false);
        }
    }
}
