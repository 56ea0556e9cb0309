using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>What this one process will hold.</summary>
public static class PartitionLimit
{
    public static Refusal? Refusal(ClusterState state, LocalClusterOptions options, int more)
    {
        var now = state.Topics.Values.Sum(topic => topic.Partitions.Length);
        return now + more <= options.MaxPartitions
            ? null
            : new(
                ErrorCode.PolicyViolation,
                $"This local cluster holds at most {options.MaxPartitions} partitions; it has {now}, and {more} more were requested."
            );
    }
}
