using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Whether a topic may be created as asked, by Kafka's rules and in its words.</summary>
public static class TopicCreation
{
    /// <summary>More than this in one request Kafka takes for a mistake.</summary>
    public const int MostPartitionsAtOnce = 10_000;

    public static (ClusterEvent.TopicCreated?, Refusal?) Decide(
        ClusterState state,
        LocalClusterOptions options,
        CreateTopicsRequest.NewTopic asked
    )
    {
        if (NameRefusal(state, asked.Name) is { } badName)
        {
            return (null, badName);
        }

        var configs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var config in asked.Configs)
        {
            if (config.Value is null)
            {
                return (
                    null,
                    new(ErrorCode.InvalidConfig, $"Null value not supported for topic configs: {config.Name}")
                );
            }

            configs[config.Name] = config.Value;
        }

        if (TopicConfigs.Fault(configs) is { } badConfig)
        {
            return (null, new(ErrorCode.InvalidConfig, badConfig));
        }

        var (replicas, refusal) =
            asked.Assignments.Length > 0 ? Assignments.Check(state, asked) : Spread(state, options, asked);
        return refusal is not null ? (null, refusal)
            : PartitionLimit.Refusal(state, options, replicas.Length) is { } tooMany ? (null, tooMany)
            : (new(asked.Name, NewId.Topic(), replicas, configs.ToImmutable()), null);
    }

    private static Refusal? NameRefusal(ClusterState state, string name)
    {
        if (TopicName.Fault(name) is { } fault)
        {
            return new(ErrorCode.InvalidTopicException, fault);
        }

        if (state.Find(name) is not null)
        {
            return new(ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");
        }

        var key = TopicName.CollisionKey(name);
        var other = state.Topics.Keys.FirstOrDefault(existing => TopicName.CollisionKey(existing) == key);
        return other is null
            ? null
            : new(ErrorCode.InvalidTopicException, $"Topic '{name}' collides with existing topic: {other}");
    }

    private static (ImmutableArray<ImmutableArray<int>>, Refusal?) Spread(
        ClusterState state,
        LocalClusterOptions options,
        CreateTopicsRequest.NewTopic asked
    )
    {
        var partitions = asked.NumPartitions == -1 ? options.DefaultPartitions : asked.NumPartitions;
        var factor =
            asked.ReplicationFactor == -1
                ? Math.Min(options.DefaultReplicationFactor, state.Brokers.Count)
                : asked.ReplicationFactor;
        if (partitions <= 0)
        {
            return (
                [],
                new(ErrorCode.InvalidPartitions, "Number of partitions was set to an invalid non-positive value.")
            );
        }

        if (partitions > MostPartitionsAtOnce)
        {
            return ([], new(ErrorCode.PolicyViolation, "Excessively large number of partitions per request."));
        }

        if (factor <= 0)
        {
            return (
                [],
                new(
                    ErrorCode.InvalidReplicationFactor,
                    "Replication factor must be larger than 0, or -1 to use the default value."
                )
            );
        }

        if (Placement.Refusal(state, factor) is { } tooFewBrokers)
        {
            return ([], tooFewBrokers);
        }

        var first = state.Topics.Values.Sum(topic => topic.Partitions.Length);
        return (Placement.Spread(state, first, partitions, factor), null);
    }
}
