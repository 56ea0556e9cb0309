using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker;

/// <summary>What a producer is answered that another one shut out.</summary>
internal static class FencedError
{
    /// <summary>For versions of requests that are older than <see cref="ErrorCode.ProducerFenced"/>.</summary>
    public static ErrorCode Older(ErrorCode error) =>
        error == ErrorCode.ProducerFenced ? ErrorCode.InvalidProducerEpoch : error;
}
