using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class DeleteGroups
{
    public static DeleteGroupsResponse Answer(Exchange on, DeleteGroupsRequest request) =>
        new()
        {
            Results =
            [
                .. request.GroupsNames.Select(id => new DeleteGroupsResponse.Result
                {
                    GroupId = id,
                    Error = on.GroupFault(AclOperation.Delete, id) is var fault and not ErrorCode.None
                        ? fault
                        : on.Cluster.Groups.Delete(id),
                }),
            ],
        };
}
