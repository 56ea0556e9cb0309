using Portal.Kafka.Messages;

namespace Portal.Kafka.Client;

/// <summary>The brokers as the cluster last named them.</summary>
public sealed record ClusterView(string? ClusterId, int ControllerId, IReadOnlyList<MetadataResponse.Broker> Brokers)
{
    public static ClusterView Unknown { get; } = new(null, -1, []);

    public KafkaEndpoint? Find(int broker) =>
        Brokers.FirstOrDefault(known => known.NodeId == broker) is { } found ? new(found.Host, found.Port) : null;
}
