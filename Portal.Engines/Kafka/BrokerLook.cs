using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.Engines.Kafka;

/// <summary>Whether the brokers that a cluster names can be connected to, and understand what the portal needs.</summary>
internal static class BrokerLook
{
    private const int AtOnce = 3;

    /// <summary>
    /// The usual mistake: bootstrap answers, and then names brokers by addresses that mean nothing here. One of many may be down just
    /// now; that none can be reached is no accident. One that lacks a request would seem to be down ever after.
    /// </summary>
    /// <exception cref="KafkaException">None can be reached: why the first one can't. Or one lacks some of <see cref="NeededRequests"/>.</exception>
    public static async Task Require(KafkaClient client, CancellationToken stop)
    {
        KafkaException? first = null;
        foreach (var some in (await client.Brokers(stop)).Brokers.Take(KafkaProbe.MostBrokers).Chunk(AtOnce))
        {
            var tries = await Task.WhenAll(some.Select(broker => Try(client, broker, stop)));
            if (Array.Find(tries, fault => fault is KafkaException.NotUnderstood) is { } lacking)
            {
                throw lacking;
            }

            if (Array.Exists(tries, fault => fault is null))
            {
                return;
            }

            first ??= tries[0];
        }

        if (first is not null)
        {
            throw first;
        }
    }

    private static async Task<KafkaException?> Try(
        KafkaClient client,
        MetadataResponse.Broker broker,
        CancellationToken stop
    )
    {
        try
        {
            var understood = await client.VersionsOf(broker.NodeId, stop);
            return NeededRequests.Lacking(new(broker.Host, broker.Port), understood);
        }
        catch (KafkaException fault)
        {
            return fault;
        }
    }
}
