using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class JoinGroup
{
    public static async ValueTask<JoinGroupResponse?> Answer(Exchange on, JoinGroupRequest request)
    {
        var fault = on.GroupFault(AclOperation.Read, request.GroupId);
        return fault == ErrorCode.None
            ? await on
                .Cluster.Groups.Join(request, on.Version, on.Header.ClientId ?? "", on.Client.Host)
                .WaitAsync(on.Stop)
            : new() { Error = fault, MemberId = request.MemberId };
    }
}
