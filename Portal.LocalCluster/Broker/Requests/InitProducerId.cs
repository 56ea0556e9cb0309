using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>An id for an idempotent producer. There are no transactions here, and that is said at once.</summary>
internal static class InitProducerId
{
    public static InitProducerIdResponse Answer(Exchange on, InitProducerIdRequest request) =>
        request.TransactionalId is null
            ? new() { ProducerId = on.Cluster.ProducerIds.Next() }
            : new() { Error = ErrorCode.TransactionalIdAuthorizationFailed };
}
