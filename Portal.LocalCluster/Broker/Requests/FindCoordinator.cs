using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class FindCoordinator
{
    private const sbyte Group = 0;
    private const sbyte Transaction = 1;

    public static FindCoordinatorResponse Answer(Exchange on, FindCoordinatorRequest request)
    {
        if (on.Version >= 4)
        {
            return new() { Coordinators = [.. request.CoordinatorKeys.Select(key => Find(on, key, request.KeyType))] };
        }

        var found = Find(on, request.CoordinatorKey, request.KeyType);
        return new()
        {
            Error = found.Error,
            ErrorMessage = found.ErrorMessage,
            NodeId = found.NodeId,
            Host = found.Host,
            Port = found.Port,
        };
    }

    private static FindCoordinatorResponse.Coordinator Find(Exchange on, string key, sbyte kind)
    {
        var broker = on.State.CoordinatorOf(key);
        return kind switch
        {
            not (Group or Transaction) => None(
                key,
                ErrorCode.InvalidRequest,
                $"There is no coordinator for keys of type {kind} on this cluster."
            ),
            Group when !on.MayOnGroup(AclOperation.Describe, key) => None(
                key,
                ErrorCode.GroupAuthorizationFailed,
                "Group authorization failed."
            ),
            Transaction when !on.MayOnTransactionalId(AclOperation.Describe, key) => None(
                key,
                ErrorCode.TransactionalIdAuthorizationFailed,
                "Transactional Id authorization failed."
            ),
            _ when broker == Partition.NoLeader => None(
                key,
                ErrorCode.CoordinatorNotAvailable,
                "Every broker is paused."
            ),
            _ => new()
            {
                Key = key,
                NodeId = broker,
                Host = on.Cluster.Options.Host,
                Port = on.Listener.PortOf(broker),
            },
        };
    }

    private static FindCoordinatorResponse.Coordinator None(string key, ErrorCode error, string words) =>
        new()
        {
            Key = key,
            NodeId = Partition.NoLeader,
            Port = -1,
            Error = error,
            ErrorMessage = words,
        };
}
