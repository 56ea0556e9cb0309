using Portal.Core;

namespace Portal.Engines.Kafka;

public sealed class KafkaClusters(KafkaClients clients) : IKafkaClusters
{
    public async Task<IKafkaCluster> Open(ClusterId cluster, CancellationToken stop) =>
        new KafkaCluster(await clients.Open(cluster, stop));
}
