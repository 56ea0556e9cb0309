using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DescribeGroups
{
    public static DescribeGroupsResponse Answer(Exchange on, DescribeGroupsRequest request) =>
        new()
        {
            Groups =
            [
                .. request.Groups.Select(id =>
                    Describe(on, id) is { Error: ErrorCode.None } described && request.IncludeAuthorizedOperations
                        ? described with
                        {
                            AuthorizedOperations = AuthorizedOperations.OfGroup(on, id),
                        }
                        : Describe(on, id)
                ),
            ],
        };

    private static DescribeGroupsResponse.Group Describe(Exchange on, string id)
    {
        if (on.GroupFault(AclOperation.Describe, id) is var fault and not ErrorCode.None)
        {
            return new() { GroupId = id, Error = fault };
        }

        if (on.Cluster.Groups.Find(id) is { } group)
        {
            return group.Described();
        }

        // Up to version 5 what isn't there is dead; from 6 on it is an error.
        return new()
        {
            GroupId = id,
            GroupState = nameof(GroupState.Dead),
            Error = on.Version >= 6 ? ErrorCode.GroupIdNotFound : ErrorCode.None,
            ErrorMessage = on.Version >= 6 ? Words(on, id) : null,
        };
    }

    private static string Words(Exchange on, string id) =>
        on.Cluster.Groups.FindConsumers(id) is null ? $"Group {id} not found." : $"Group {id} is not a classic group.";
}
