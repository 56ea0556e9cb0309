using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class SyncGroup
{
    public static async ValueTask<SyncGroupResponse?> Answer(Exchange on, SyncGroupRequest request)
    {
        if (on.GroupFault(AclOperation.Read, request.GroupId) is var fault and not ErrorCode.None)
        {
            return new() { Error = fault };
        }

        return on.Cluster.Groups.Find(request.GroupId) is { } group
            ? await group.Sync(request).WaitAsync(on.Stop)
            : new() { Error = ErrorCode.UnknownMemberId };
    }
}
