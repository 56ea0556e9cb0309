using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Groups of the new protocol; a classic one is an error here, as in Kafka.</summary>
internal static class ConsumerGroupDescribe
{
    public static ConsumerGroupDescribeResponse Answer(Exchange on, ConsumerGroupDescribeRequest request) =>
        new()
        {
            Groups =
            [
                .. request.GroupIds.Select(id =>
                    Describe(on, id) is { Error: ErrorCode.None } described && request.IncludeAuthorizedOperations
                        ? described with
                        {
                            AuthorizedOperations = AuthorizedOperations.OfGroup(on, id),
                        }
                        : Describe(on, id)
                ),
            ],
        };

    private static ConsumerGroupDescribeResponse.Group Describe(Exchange on, string id)
    {
        if (on.GroupFault(AclOperation.Describe, id) is var fault and not ErrorCode.None)
        {
            return new() { GroupId = id, Error = fault };
        }

        if (on.Cluster.Groups.FindConsumers(id) is not { } group)
        {
            return new()
            {
                GroupId = id,
                Error = ErrorCode.GroupIdNotFound,
                ErrorMessage = on.Cluster.Groups.Find(id) is null
                    ? $"Group {id} not found."
                    : $"Group {id} is not a consumer group.",
            };
        }

        var described = group.Described(on.State);
        var hidden = described
            .Members.SelectMany(member =>
                member.Assignment.TopicPartitions.Concat(member.TargetAssignment.TopicPartitions)
            )
            .Any(topic => !on.MayOnTopic(AclOperation.Describe, topic.TopicName));
        return !hidden
            ? described
            : new()
            {
                GroupId = id,
                Error = ErrorCode.TopicAuthorizationFailed,
                ErrorMessage = "The described group uses topics that the client is not authorized to describe.",
            };
    }
}
