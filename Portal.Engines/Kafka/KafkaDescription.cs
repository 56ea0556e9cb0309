using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>What a cluster tells of itself, in two requests.</summary>
internal static class KafkaDescription
{
    public static async Task<KafkaFacts> Read(KafkaClient client, CancellationToken stop)
    {
        var cluster = new KafkaAdmin(client).Cluster(stop);
        var versions = KafkaRelease.Read(client, stop);
        await Task.WhenAll(cluster, versions);
        var (who, understands) = (await cluster, await versions);
        if (who.Error != ErrorCode.None)
        {
            throw new KafkaException.Refused(who.Error, "It doesn't identify itself", who.ErrorMessage);
        }

        return new(
            EngineText.Name(who.ClusterId),
            KafkaRelease.Of(understands),
            KafkaRelease.Controller(understands),
            [
                .. who
                    .Brokers.Select(b => new KafkaBroker(
                        b.BrokerId,
                        EngineText.Name(b.Host),
                        b.Port,
                        b.Rack is { } rack ? EngineText.Name(rack) : null
                    ))
                    .OrderBy(b => b.Id),
            ],
            who.ControllerId < 0 ? null : who.ControllerId,
            [.. MissingPermissions.OnCluster(who.ClusterAuthorizedOperations)]
        )
        {
            UnknownPermissions = [.. MissingPermissions.UnknownOnCluster(who.ClusterAuthorizedOperations)],
        };
    }
}
