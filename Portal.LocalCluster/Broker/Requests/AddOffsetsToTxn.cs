using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker.Requests;

internal static class AddOffsetsToTxn
{
    public static AddOffsetsToTxnResponse Answer(Exchange on, AddOffsetsToTxnRequest request)
    {
        var error =
            !on.MayOnTransactionalId(AclOperation.Write, request.TransactionalId)
                ? ErrorCode.TransactionalIdAuthorizationFailed
            : !on.MayOnGroup(AclOperation.Read, request.GroupId) ? ErrorCode.GroupAuthorizationFailed
            : on.CoordinatorFault(request.TransactionalId) is var fault and not ErrorCode.None ? fault
            : request.TransactionalId.Length == 0 ? ErrorCode.InvalidRequest
            : on.Cluster.Transactions.Find(request.TransactionalId) is not { } transaction
                ? ErrorCode.InvalidProducerIdMapping
            : transaction.Add(request.ProducerId, request.ProducerEpoch, [], [request.GroupId]);
        return new() { Error = on.Version < 2 ? FencedError.Older(error) : error };
    }
}
