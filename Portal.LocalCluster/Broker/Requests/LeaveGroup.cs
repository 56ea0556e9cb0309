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

        if (on.Version < 3)
        {
            return new() { Error = Leave(on, request, new() { MemberId = request.MemberId }) };
        }

        return new()
        {
            Members =
            [
                .. request.Members.Select(leaving => new LeaveGroupResponse.Member
                {
                    MemberId = leaving.MemberId,
                    GroupInstanceId = leaving.GroupInstanceId,
                    Error = Leave(on, request, leaving),
                }),
            ],
        };
    }

    private static ErrorCode Leave(Exchange on, LeaveGroupRequest request, LeaveGroupRequest.Member leaving) =>
        on.Cluster.Groups.Ask(request.GroupId, group => group.Leave(leaving)) ?? ErrorCode.UnknownMemberId;
}
