using System.Collections.Concurrent;

namespace Portal.Kafka.Client;

/// <summary>The brokers of a cluster as it last named them, and in which order they are worth asking.</summary>
internal sealed class KnownBrokers(IReadOnlyList<KafkaEndpoint> bootstrap, ConnectionPool pool, TimeProvider time)
{
    private readonly ConcurrentDictionary<KafkaEndpoint, long> _failedAt = new();
    private volatile ClusterView _view = ClusterView.Unknown;

    public ClusterView View => _view;

    public void Remember(ClusterView view)
    {
        // A broker that is just starting names nobody.
        if (view.Brokers.Count > 0)
        {
            _view = view;
        }
    }

    /// <summary>It was of no use just now: others are asked first, so that who has little time gets past it.</summary>
    public void Failed(KafkaEndpoint at) => _failedAt[at] = time.GetTimestamp();

    /// <summary>Those we are connected to first, and last those that failed last.</summary>
    public IEnumerable<KafkaEndpoint> Candidates() =>
        _view
            .Brokers.Select(broker => new KafkaEndpoint(broker.Host, broker.Port))
            .Concat(bootstrap)
            .Distinct()
            .OrderByDescending(pool.HasOpen)
            .ThenBy(at => _failedAt.GetValueOrDefault(at, long.MinValue));
}
