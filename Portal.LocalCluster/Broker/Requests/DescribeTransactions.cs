using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeTransactions
{
    public static DescribeTransactionsResponse Answer(Exchange on, DescribeTransactionsRequest request) =>
        new() { TransactionStates = [.. request.TransactionalIds.Select(id => Describe(on, id))] };

    private static DescribeTransactionsResponse.Transaction Describe(Exchange on, string id)
    {
        var fault =
            !on.MayOnTransactionalId(AclOperation.Describe, id) ? ErrorCode.TransactionalIdAuthorizationFailed
            : id.Length == 0 ? ErrorCode.InvalidRequest
            : on.CoordinatorFault(id) is var other and not ErrorCode.None ? other
            : ErrorCode.TransactionalIdNotFound;
        if (fault != ErrorCode.TransactionalIdNotFound || on.Cluster.Transactions.Find(id) is not { } transaction)
        {
            return new() { TransactionalId = id, Error = fault };
        }

        var metadata = transaction.Current;
        return new()
        {
            TransactionalId = id,
            State = metadata.State.ToString(),
            TimeoutMs = metadata.TimeoutMs,
            StartTimeMs = metadata.StartMs,
            ProducerId = metadata.ProducerId,
            ProducerEpoch = metadata.ProducerEpoch,
            Topics =
            [
                .. metadata
                    .Partitions.GroupBy(each => on.State.Find(each.Topic))
                    .Where(of => of.Key is { } topic && on.MayOnTopic(AclOperation.Describe, topic.Name))
                    .Select(of => Described(of.Key!, of)),
            ],
        };
    }

    private static DescribeTransactionsResponse.Topic Described(Topic topic, IEnumerable<PartitionOf> partitions) =>
        new() { Name = topic.Name, Partitions = [.. partitions.Select(each => each.Number).Order()] };
}
