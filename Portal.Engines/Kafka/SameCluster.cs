using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>Asked before each act: whether the cluster at the registered address is the one that was registered.</summary>
internal static class SameCluster
{
    public static async Task Require(OpenedCluster cluster, CancellationToken stop)
    {
        MetadataResponse answer;
        try
        {
            answer = await cluster.Client.Metadata(
                new MetadataRequest { Topics = [], AllowAutoTopicCreation = false },
                stop
            );
        }
        catch (KafkaException fault)
        {
            throw KafkaFaults.OfQuestion(cluster, fault);
        }
        catch (ObjectDisposedException closed) when (!stop.IsCancellationRequested)
        {
            throw KafkaFaults.Reopened(cluster, closed);
        }

        if (answer.ClusterId != cluster.EngineId)
        {
            throw new EngineException(
                EngineFault.Final,
                $"Another cluster ({answer.ClusterId}) answers where {cluster.Name} ({cluster.EngineId}) is registered. Nothing was written."
            );
        }
    }
}
