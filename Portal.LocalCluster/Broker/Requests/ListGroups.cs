using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>The groups that the asked broker coordinates.</summary>
internal static class ListGroups
{
    private const string Classic = "classic";
    private const string Consumer = "consumer";

    public static ListGroupsResponse Answer(Exchange on, ListGroupsRequest request)
    {
        var all = on.MayOnCluster(AclOperation.Describe);
        return new()
        {
            Groups =
            [
                .. on
                    .Cluster.Groups.Ids.Where(id => on.CoordinatorFault(id) == ErrorCode.None)
                    .Where(id => all || on.MayOnGroup(AclOperation.Describe, id))
                    .Select(id => Described(on.Cluster.Groups, id))
                    .OfType<ListGroupsResponse.Group>()
                    .Where(group => Passes(group.GroupState, request.StatesFilter))
                    .Where(group => Passes(group.GroupType, request.TypesFilter)),
            ],
        };
    }

    private static ListGroupsResponse.Group? Described(GroupCoordinator groups, string id) =>
        groups.FindConsumers(id) is { } consumers
            ? new()
            {
                GroupId = id,
                ProtocolType = GroupCoordinator.ConsumerProtocol,
                GroupState = consumers.State.Name,
                GroupType = Consumer,
            }
        : groups.Find(id) is { } group
            ? new()
            {
                GroupId = id,
                ProtocolType = group.ProtocolType,
                GroupState = group.State.ToString(),
                GroupType = Classic,
            }
        : null;

    private static bool Passes(string value, string[] filter) =>
        filter.Length == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}
