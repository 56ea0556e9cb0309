using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>
/// A cluster to talk to: any broker of it, a certain one, or its controller. Every call throws
/// <see cref="KafkaException"/> and nothing else but cancellation.
/// </summary>
public sealed class KafkaClient(
    IReadOnlyList<KafkaEndpoint> bootstrap,
    KafkaSecurity security,
    KafkaOptions options,
    TimeProvider time
) : IAsyncDisposable
{
    private readonly ConnectionPool _pool = new(security, options, time);
    private volatile ClusterView _view = ClusterView.Unknown;

    public RequestCounter Requests { get; } = new();

    public TimeProvider Time => time;

    /// <summary>The brokers as last seen; empty before the first metadata.</summary>
    public ClusterView View => _view;

    /// <summary>Asks any broker for metadata and remembers the brokers it names.</summary>
    public async Task<MetadataResponse> Metadata(MetadataRequest request, CancellationToken stop)
    {
        var answer = await SendAny(Call.Of(request), null, stop).ConfigureAwait(false);
        Remember(new ClusterView(answer.ClusterId, answer.ControllerId, answer.Brokers));
        return answer;
    }

    /// <summary>The brokers; asks for them when they aren't known yet.</summary>
    public async Task<ClusterView> Brokers(CancellationToken stop)
    {
        if (_view.Brokers.Count == 0)
        {
            await Metadata(new MetadataRequest { Topics = [], AllowAutoTopicCreation = false }, stop)
                .ConfigureAwait(false);
        }
        return _view;
    }

    /// <summary>Sends to the first broker that can be reached: one we are connected to, if there is any.</summary>
    public async Task<T> SendAny<T>(Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        KafkaException? first = null;
        foreach (var at in Candidates())
        {
            try
            {
                return await Send(at, call, allowed, stop).ConfigureAwait(false);
            }
            // A wrong password isn't tried on the next broker: accounts get locked that way.
            catch (KafkaException fault) when (MayTryElsewhere(fault, call.Key))
            {
                first ??= fault;
            }
        }
        throw first ?? new KafkaException.Unreachable(null, "no bootstrap address is given");
    }

    /// <summary>Sends to one broker; a question is asked again when an idle connection turns out to be gone.</summary>
    public async Task<T> SendTo<T>(int broker, Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        var at = _view.Find(broker) ?? (await Brokers(stop).ConfigureAwait(false)).Find(broker);
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

    internal void Remember(ClusterView view)
    {
        // A broker that is just starting names nobody.
        if (view.Brokers.Count > 0)
        {
            _view = view;
        }
    }

    private static bool MayTryElsewhere(KafkaException fault, ApiKey key) =>
        fault is not (KafkaException.SignInRefused or KafkaException.TooLate)
        && (!fault.MayHaveActed || Call.IsQuestion(key));

    private IEnumerable<KafkaEndpoint> Candidates() =>
        _view
            .Brokers.Select(broker => new KafkaEndpoint(broker.Host, broker.Port))
            .Concat(bootstrap)
            .Distinct()
            .OrderByDescending(_pool.HasOpen);

    private async Task<T> Send<T>(KafkaEndpoint at, Call<T> call, Allowed? allowed, CancellationToken stop)
    {
        var connection = await _pool.Get(at, stop).ConfigureAwait(false);
        Requests.Count(call.Key);
        return await connection.Send(call, allowed ?? new Allowed(options.AnswerWithin), stop).ConfigureAwait(false);
    }
}
