using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;
using Portal.LocalCluster.Transactions;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>An id for an idempotent producer, or for a transactional one, which shuts out whoever had its transactional id before.</summary>
internal static class InitProducerId
{
    public static InitProducerIdResponse Answer(Exchange on, InitProducerIdRequest request)
    {
        if ((request.ProducerId < 0) != (request.ProducerEpoch < 0))
        {
            return Refused(ErrorCode.InvalidRequest);
        }

        if (request.TransactionalId is not { } id)
        {
            return
                on.MayOnCluster(AclOperation.IdempotentWrite)
                || on.Client.MaySome(AclOperation.Write, AclResourceType.Topic)
                ? new() { ProducerId = on.Cluster.ProducerIds.Next() }
                : Refused(ErrorCode.ClusterAuthorizationFailed);
        }

        if (!on.MayOnTransactionalId(AclOperation.Write, id))
        {
            return Refused(ErrorCode.TransactionalIdAuthorizationFailed);
        }

        if (on.CoordinatorFault(id) is var fault and not ErrorCode.None)
        {
            return Refused(fault);
        }

        if (id.Length == 0)
        {
            return Refused(ErrorCode.InvalidRequest);
        }

        var longest = on.Cluster.Options.TransactionMaxTimeout.TotalMilliseconds;
        if (request.TransactionTimeoutMs <= 0 || request.TransactionTimeoutMs > longest)
        {
            return Refused(ErrorCode.InvalidTransactionTimeout);
        }

        ProducerIdAndEpoch? expected = request.ProducerId < 0 ? null : new(request.ProducerId, request.ProducerEpoch);
        var given = on.Cluster.Transactions.Initialize(id, request.TransactionTimeoutMs, expected);
        return new()
        {
            // Up to version 3 clients know only the older name for it.
            Error = on.Version < 4 ? FencedError.Older(given.Error) : given.Error,
            ProducerId = given.ProducerId,
            ProducerEpoch = given.ProducerEpoch,
        };
    }

    private static InitProducerIdResponse Refused(ErrorCode error) => new() { Error = error, ProducerEpoch = -1 };
}
