using System.Collections.Concurrent;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Client;

/// <summary>The brokers of a cluster as it last named them, and in which order they are worth asking.</summary>
internal sealed class KnownBrokers(IReadOnlyList<KafkaEndpoint> bootstrap, ConnectionPool pool, TimeProvider time)
{
    private readonly ConcurrentDictionary<KafkaEndpoint, long> _failedAt = new();
    private volatile ClusterView _view = ClusterView.Unknown;

    public ClusterView View => _view;

    public void Remember(ClusterView view) => _view = view;

    /// <summary>
    /// Refuses an answer to Metadata that is no description of the cluster: a broker that is still starting names no
    /// brokers, lists no topics, and reports each topic that is named as unknown.
    /// </summary>
    /// <exception cref="KafkaException.Refused">Another broker may know the cluster.</exception>
    public static void Require(IReadOnlyCollection<MetadataResponse.Broker> brokers, ErrorCode error)
    {
        if (brokers.Count == 0 || error != ErrorCode.None)
        {
            var why = error == ErrorCode.None ? "it names no brokers and may still be starting" : error.InWords();
            throw new KafkaException.Refused(ErrorCode.BrokerNotAvailable, "The broker gives no metadata", $"{why}.");
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
