using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class LeaveGroup
{
    public static LeaveGroupResponse Answer(Exchange on, LeaveGroupRequest request)
    {
        if (on.GroupFault(AclOperation.Read, request.GroupId) is var fault and not ErrorCode.None)
        {
            return new() { Error = fault };
        }

        var group = on.Cluster.Groups.Find(request.GroupId);
        if (on.Version < 3)
        {
            return new() { Error = Leave(group, new() { MemberId = request.MemberId }) };
        }

        return new()
        {
            Members =
            [
                .. request.Members.Select(leaving => new LeaveGroupResponse.Member
                {
                    MemberId = leaving.MemberId,
                    GroupInstanceId = leaving.GroupInstanceId,
                    Error = Leave(group, leaving),
                }),
            ],
        };
    }

    private static ErrorCode Leave(Group? group, LeaveGroupRequest.Member leaving) =>
        group?.Leave(leaving) ?? ErrorCode.UnknownMemberId;
}
