using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker.Requests;

internal static class EndTxn
{
    public static EndTxnResponse Answer(Exchange on, EndTxnRequest request)
    {
        var error =
            !on.MayOnTransactionalId(AclOperation.Write, request.TransactionalId)
                ? ErrorCode.TransactionalIdAuthorizationFailed
            : on.CoordinatorFault(request.TransactionalId) is var fault and not ErrorCode.None ? fault
            : request.TransactionalId.Length == 0 ? ErrorCode.InvalidRequest
            : on.Cluster.Transactions.Find(request.TransactionalId) is not { } transaction
                ? ErrorCode.InvalidProducerIdMapping
            : transaction.End(request.ProducerId, request.ProducerEpoch, request.Committed);
        return new() { Error = on.Version < 2 ? FencedError.Older(error) : error };
    }
}
