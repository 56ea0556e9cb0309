using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Whether a partition can be moved to other brokers, or a move be cancelled; words as Kafka's.</summary>
public static class Reassignment
{
    /// <param name="replicas">Null cancels.</param>
    /// <param name="allowsOtherFactor">Whether there may be more or fewer replicas afterwards.</param>
    public static (ClusterEvent.PartitionMoved?, Refusal?) Decide(
        ClusterState state,
        string name,
        int number,
        int[]? replicas,
        bool allowsOtherFactor
    )
    {
        if (state.Find(name) is not { } topic)
        {
            return (null, new(ErrorCode.UnknownTopicOrPartition, $"Unable to find a topic named {name}."));
        }

        if (number < 0 || number >= topic.Partitions.Length)
        {
            return (null, new(ErrorCode.UnknownTopicOrPartition, $"Unable to find partition {name}:{number}."));
        }

        var partition = topic.Partitions[number];
        var refusal = replicas is null
            ? NothingToCancel(partition)
            : Fault(state, partition, replicas, allowsOtherFactor);
        return refusal is null
            ? (new(topic.Id, number, replicas is null ? null : [.. replicas]), null)
            : (null, refusal);
    }

    private static Refusal? NothingToCancel(Partition partition) =>
        partition.Move is null
            ? new(ErrorCode.NoReassignmentInProgress, "No partition reassignment is in progress.")
            : null;

    private static Refusal? Fault(ClusterState state, Partition partition, int[] replicas, bool allowsOtherFactor)
    {
        var before = (partition.Move?.From ?? partition.Replicas).Length;
        int[] twice =
        [
            .. replicas.Order().GroupBy(broker => broker).Where(same => same.Count() > 1).Select(same => same.Key),
        ];
        int[] unknown = [.. replicas.Where(broker => !state.Brokers.Contains(broker)).Order()];
        return (replicas, twice, unknown) switch
        {
            ([], _, _) => Wrong("The manual partition assignment includes an empty replica list."),
            (_, [var broker, ..], _) => Wrong(
                $"The manual partition assignment includes the broker {broker} more than once."
            ),
            (_, _, [var broker, ..]) => Wrong(
                $"The manual partition assignment includes broker {broker}, but no such broker is registered."
            ),
            _ when replicas.Length != before && !allowsOtherFactor => new(
                ErrorCode.InvalidReplicationFactor,
                $"The replication factor is changed from {before} to {replicas.Length}"
            ),
            _ => null,
        };
    }

    private static Refusal Wrong(string words) => new(ErrorCode.InvalidReplicaAssignment, words);
}
