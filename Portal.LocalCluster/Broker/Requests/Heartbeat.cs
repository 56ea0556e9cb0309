using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class Heartbeat
{
    public static HeartbeatResponse Answer(Exchange on, HeartbeatRequest request)
    {
        var fault = on.GroupFault(AclOperation.Read, request.GroupId);
        return new()
        {
            Error =
                fault == ErrorCode.None
                    ? on.Cluster.Groups.Ask(request.GroupId, group => group.KeepAlive(request))
                        ?? ErrorCode.UnknownMemberId
                    : fault,
        };
    }
}
