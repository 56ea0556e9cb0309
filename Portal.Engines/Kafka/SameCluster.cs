using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>Asked before each act: whether the cluster at the registered address is the one that was registered.</summary>
internal static class SameCluster
{
    public static async Task Require(OpenedCluster cluster, CancellationToken stop)
    {
        var asked = new MetadataRequest { Topics = [], AllowAutoTopicCreation = false };
        var answer = await KafkaCall.Ask(cluster, () => cluster.Client.Metadata(asked, stop), stop);
        if (answer.ClusterId != cluster.EngineId)
        {
            throw new EngineException(
                EngineFault.Final,
                $"Another cluster ({answer.ClusterId}) answers where {cluster.Name} ({cluster.EngineId}) is registered. Nothing was written."
            );
        }
    }
}
