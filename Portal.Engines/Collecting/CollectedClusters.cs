using Portal.Core;
using Portal.Engines.Kafka;

namespace Portal.Engines.Collecting;

/// <inheritdoc cref="ICollectedClusters"/>
public sealed class CollectedClusters(KafkaClients clients) : ICollectedClusters
{
    public ICollectedCluster Of(ClusterId cluster) => new CollectedCluster(clients, cluster);
}
