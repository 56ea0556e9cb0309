using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Partitions on their way to a broker that is paused.</summary>
internal static class ListPartitionReassignments
{
    public static ListPartitionReassignmentsResponse Answer(Exchange on, ListPartitionReassignmentsRequest request)
    {
        if (!on.MayOnCluster(AclOperation.Describe))
        {
            return new()
            {
                Error = ErrorCode.ClusterAuthorizationFailed,
                ErrorMessage = "Cluster authorization failed.",
            };
        }

        var asked =
            request.Topics?.Select(topic => (Topic: on.State.Find(topic.Name), Numbers: topic.PartitionIndexes))
            ?? on.State.Topics.Values.Select(topic =>
                (Topic: (Topic?)topic, Numbers: Enumerable.Range(0, topic.Partitions.Length).ToArray())
            );
        return new()
        {
            Topics =
            [
                .. asked
                    .Where(each => each.Topic is not null)
                    .Select(each => Moving(each.Topic!, each.Numbers))
                    .Where(topic => topic.Partitions.Length > 0),
            ],
        };
    }

    private static ListPartitionReassignmentsResponse.Topic Moving(Topic topic, int[] numbers) =>
        new()
        {
            Name = topic.Name,
            Partitions =
            [
                .. numbers
                    .Where(number => number >= 0 && number < topic.Partitions.Length)
                    .Select(number => (Number: number, Partition: topic.Partitions[number]))
                    .Where(each => each.Partition.Move is not null)
                    .Select(each => new ListPartitionReassignmentsResponse.Partition
                    {
                        PartitionIndex = each.Number,
                        Replicas = [.. each.Partition.Replicas],
                        AddingReplicas = [.. each.Partition.Move!.Adding],
                        RemovingReplicas = [.. each.Partition.Move.Removing],
                    }),
            ],
        };
}
