using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>
/// Whether the cluster at the registered address is the one that was registered. Another one gets nothing written, and what it doesn't have isn't gone.
/// </summary>
internal static class SameCluster
{
    /// <summary>Before each act: another cluster is refused for good.</summary>
    public static async Task Require(OpenedCluster cluster, CancellationToken stop)
    {
        if (await Answering(cluster, stop) is var id && id != cluster.EngineId)
        {
            throw new EngineException(EngineFault.Final, $"{Words(cluster, id)} Nothing was written.");
        }
    }

    /// <summary>
    /// Before a question whose answer counts as all there is. Where the address leads can be corrected while work waits, so another cluster is no answer.
    /// One that doesn't name itself is read, as in each reading of its topics.
    /// </summary>
    public static async Task RequireToRead(OpenedCluster cluster, CancellationToken stop)
    {
        if (cluster.EngineId is { } known && await Answering(cluster, stop) is { } id && id != known)
        {
            throw new EngineException(EngineFault.Transient, $"{Words(cluster, id)} Nothing of it is taken in.");
        }
    }

    private static async Task<string?> Answering(OpenedCluster cluster, CancellationToken stop)
    {
        var asked = new MetadataRequest { Topics = [], AllowAutoTopicCreation = false };
        var answer = await KafkaCall.Ask(cluster, () => cluster.Client.Metadata(asked, stop), stop);
        return answer.ClusterId is { } id ? EngineText.Name(id) : null;
    }

    private static string Words(OpenedCluster cluster, string? id) =>
        $"Another cluster ({id}) answers where {cluster.Name} ({cluster.EngineId}) is registered.";
}
