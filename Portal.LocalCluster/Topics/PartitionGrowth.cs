using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Whether a topic may get more partitions. Never fewer: records would be lost.</summary>
public static class PartitionGrowth
{
    public static (ClusterEvent.PartitionsAdded?, Refusal?) Decide(
        ClusterState state,
        LocalClusterOptions options,
        CreatePartitionsRequest.Topic asked
    )
    {
        if (state.Find(asked.Name) is not { } topic)
        {
            return (null, new(ErrorCode.UnknownTopicOrPartition, "This server does not host this topic-partition."));
        }

        var now = topic.Partitions.Length;
        var more = asked.Count - now;
        if (Refusal(state, options, asked, now, more) is { } refusal)
        {
            return (null, refusal);
        }

        var factor = topic.Partitions[0].Replicas.Length;
        if (asked.Assignments is not { } chosen)
        {
            if (Placement.Refusal(state, factor) is { } tooFewBrokers)
            {
                return (null, tooFewBrokers);
            }

            // The leaders go on round from where the topic's last partition left off; from the first when that broker is no more.
            var first = Math.Max(state.Brokers.IndexOf(topic.Partitions[^1].Replicas[0]), -1) + 1;
            return (new(topic.Id, Placement.Spread(state, first, more, factor)), null);
        }

        var (replicas, wrong) = Assignments.Check(state, [.. chosen.Select(one => one.BrokerIds)], factor);
        return wrong is null ? (new(topic.Id, replicas), null) : (null, wrong);
    }

    private static Refusal? Refusal(
        ClusterState state,
        LocalClusterOptions options,
        CreatePartitionsRequest.Topic asked,
        int now,
        int more
    ) =>
        more switch
        {
            0 => new(ErrorCode.InvalidPartitions, $"Topic already has {now} partition(s)."),
            < 0 => new(
                ErrorCode.InvalidPartitions,
                $"The topic {asked.Name} currently has {now} partition(s); {asked.Count} would not be an increase."
            ),
            > TopicCreation.MostPartitionsAtOnce => new(
                ErrorCode.PolicyViolation,
                "Excessively large number of partitions per request."
            ),
            _ when asked.Assignments is { } chosen && chosen.Length != more => new(
                ErrorCode.InvalidReplicaAssignment,
                $"Attempted to add {more} additional partition(s), but only {chosen.Length} assignment(s) were specified."
            ),
            _ => PartitionLimit.Refusal(state, options, more),
        };
}
