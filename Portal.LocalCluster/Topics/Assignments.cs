using System.Collections.Immutable;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Topics;

/// <summary>Replicas that the client chose itself.</summary>
public static class Assignments
{
    public static (ImmutableArray<ImmutableArray<int>>, Refusal?) Check(
        ClusterState state,
        CreateTopicsRequest.NewTopic asked
    )
    {
        if (asked.NumPartitions != -1 || asked.ReplicationFactor != -1)
        {
            return (
                [],
                new(
                    ErrorCode.InvalidRequest,
                    "A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1."
                )
            );
        }

        var ordered = asked.Assignments.OrderBy(assignment => assignment.PartitionIndex).ToArray();
        if (ordered.Where((assignment, number) => assignment.PartitionIndex != number).Any())
        {
            return ([], Wrong("partitions should be a consecutive 0-based integer sequence."));
        }

        return Check(state, [.. ordered.Select(assignment => assignment.BrokerIds)], ordered[0].BrokerIds.Length);
    }

    public static (ImmutableArray<ImmutableArray<int>>, Refusal?) Check(
        ClusterState state,
        int[][] replicas,
        int factor
    )
    {
        foreach (var brokers in replicas)
        {
            if (brokers.Length == 0)
            {
                return ([], Wrong("The manual partition assignment includes an empty replica list."));
            }

            if (brokers.Distinct().Count() != brokers.Length)
            {
                return ([], Wrong("The manual partition assignment includes a broker more than once."));
            }

            if (brokers.Any(broker => !state.Brokers.Contains(broker)))
            {
                var unknown = brokers.First(broker => !state.Brokers.Contains(broker));
                return (
                    [],
                    Wrong(
                        $"The manual partition assignment includes broker {unknown}, but no such broker is registered."
                    )
                );
            }

            if (brokers.Length != factor)
            {
                return (
                    [],
                    Wrong(
                        $"The manual partition assignment includes a partition with {brokers.Length} replica(s), but others have {factor}."
                    )
                );
            }
        }

        return ([.. replicas.Select(brokers => brokers.ToImmutableArray())], null);
    }

    private static Refusal Wrong(string words) => new(ErrorCode.InvalidReplicaAssignment, words);
}
