using System.Collections.Immutable;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Which brokers hold a partition: leaders go round, replicas follow the leader; brokers that live come first.</summary>
public static class Placement
{
    /// <summary>What speaks against so many replicas: each is on a broker of its own.</summary>
    public static Refusal? Refusal(ClusterState state, int replicationFactor) =>
        replicationFactor <= state.Brokers.Count
            ? null
            : new(
                ErrorCode.InvalidReplicationFactor,
                $"Unable to replicate the partition {replicationFactor} time(s): The target replication factor of {replicationFactor} "
                    + $"cannot be reached because only {state.Brokers.Count} broker(s) are registered."
            );

    public static ImmutableArray<ImmutableArray<int>> Spread(
        ClusterState state,
        int firstPartition,
        int partitions,
        int replicationFactor
    )
    {
        int[] order = [.. state.Living, .. state.Paused.Where(state.Brokers.Contains)];
        var leaders = Math.Max(state.Living.Count(), 1);
        return
        [
            .. Enumerable
                .Range(firstPartition, partitions)
                .Select(partition => Replicas(order, partition % leaders, replicationFactor)),
        ];
    }

    private static ImmutableArray<int> Replicas(int[] order, int leader, int count) =>
        [order[leader], .. Enumerable.Range(1, count - 1).Select(step => order[(leader + step) % order.Length])];
}
