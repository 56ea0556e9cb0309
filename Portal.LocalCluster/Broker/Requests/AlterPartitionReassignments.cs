using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Moves partitions. All brokers have the one log, so it is done at once where all those named live.</summary>
internal static class AlterPartitionReassignments
{
    public static AlterPartitionReassignmentsResponse Answer(Exchange on, AlterPartitionReassignmentsRequest request) =>
        on.MayOnCluster(AclOperation.Alter)
            ? new()
            {
                AllowReplicationFactorChange = request.AllowReplicationFactorChange,
                Responses =
                [
                    .. request.Topics.Select(topic => new AlterPartitionReassignmentsResponse.Topic
                    {
                        Name = topic.Name,
                        Partitions =
                        [
                            .. topic.Partitions.Select(each =>
                                Move(on, topic.Name, each, request.AllowReplicationFactorChange)
                            ),
                        ],
                    }),
                ],
            }
            : new() { Error = ErrorCode.ClusterAuthorizationFailed, ErrorMessage = "Cluster authorization failed." };

    private static AlterPartitionReassignmentsResponse.Partition Move(
        Exchange on,
        string topic,
        AlterPartitionReassignmentsRequest.Partition asked,
        bool allowsOtherFactor
    )
    {
        Refusal? refusal = null;
        on.Cluster.Controller.Decide(state =>
        {
            (var moved, refusal) = Reassignment.Decide(
                state,
                topic,
                asked.PartitionIndex,
                asked.Replicas,
                allowsOtherFactor
            );
            return moved is null ? [] : [moved];
        });
        return new()
        {
            PartitionIndex = asked.PartitionIndex,
            Error = refusal?.Error ?? ErrorCode.None,
            // Kafka leaves out what the error says by itself.
            ErrorMessage = refusal is { Error: ErrorCode.NoReassignmentInProgress } ? null : refusal?.Words,
        };
    }
}
