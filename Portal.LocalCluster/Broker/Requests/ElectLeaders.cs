using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Lets the preferred replica of partitions lead, or any that lives.</summary>
internal static class ElectLeaders
{
    private const sbyte Preferred = 0;

    public static ElectLeadersResponse Answer(Exchange on, ElectLeadersRequest request)
    {
        var mayAlter = on.MayOnCluster(AclOperation.Alter);
        if (request.TopicPartitions is null)
        {
            return mayAlter ? OfAll(on, request.ElectionType) : new() { Error = ErrorCode.ClusterAuthorizationFailed };
        }

        return new()
        {
            Error = mayAlter ? ErrorCode.None : ErrorCode.ClusterAuthorizationFailed,
            Topics =
            [
                .. request.TopicPartitions.Select(topic => new ElectLeadersResponse.Topic
                {
                    Name = topic.Topic,
                    Partitions =
                    [
                        .. topic.Partitions.Select(number =>
                            mayAlter
                                ? Elect(on, request.ElectionType, topic.Topic, number)
                                : Result(
                                    number,
                                    new(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed.")
                                )
                        ),
                    ],
                }),
            ],
        };
    }

    /// <summary>Where nothing had to be elected nothing is said.</summary>
    private static ElectLeadersResponse OfAll(Exchange on, sbyte kind) =>
        new()
        {
            Topics =
            [
                .. on
                    .State.Topics.Values.Select(topic => new ElectLeadersResponse.Topic
                    {
                        Name = topic.Name,
                        Partitions =
                        [
                            .. Enumerable
                                .Range(0, topic.Partitions.Length)
                                .Select(number => Elect(on, kind, topic.Name, number))
                                .Where(result => result.Error != ErrorCode.ElectionNotNeeded),
                        ],
                    })
                    .Where(topic => topic.Partitions.Length > 0),
            ],
        };

    private static ElectLeadersResponse.Partition Elect(Exchange on, sbyte kind, string name, int number)
    {
        Refusal? refusal = null;
        on.Cluster.Controller.Decide(state =>
        {
            refusal = Fault(state, kind, name, number);
            return refusal is null ? [new ClusterEvent.LeaderElected(state.Find(name)!.Id, number)] : [];
        });
        return Result(number, refusal);
    }

    private static Refusal? Fault(ClusterState state, sbyte kind, string name, int number)
    {
        if (state.Find(name) is not { } topic)
        {
            return new(ErrorCode.UnknownTopicOrPartition, $"No such topic as {name}");
        }

        if (number < 0 || number >= topic.Partitions.Length)
        {
            return new(ErrorCode.UnknownTopicOrPartition, $"No such partition as {name}-{number}");
        }

        var partition = topic.Partitions[number];
        return (kind == Preferred ? partition.Leader == partition.Replicas[0] : partition.Leader != Partition.NoLeader)
                ? new(ErrorCode.ElectionNotNeeded, "Leader election not needed for topic partition.")
            : kind == Preferred && !state.Lives(partition.Replicas[0])
                ? new(ErrorCode.PreferredLeaderNotAvailable, "The preferred leader was not available.")
            : !partition.Replicas.Any(state.Lives)
                ? new(ErrorCode.EligibleLeadersNotAvailable, "Eligible topic partition leaders are not available.")
            : null;
    }

    private static ElectLeadersResponse.Partition Result(int number, Refusal? refusal) =>
        new()
        {
            PartitionId = number,
            Error = refusal?.Error ?? ErrorCode.None,
            ErrorMessage = refusal?.Words,
        };
}
