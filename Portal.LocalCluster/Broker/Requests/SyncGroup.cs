using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;

namespace Portal.LocalCluster.Broker.Requests;

internal static class SyncGroup
{
    public static async ValueTask<SyncGroupResponse?> Answer(Exchange on, SyncGroupRequest request)
    {
        var fault = on.GroupFault(AclOperation.Read, request.GroupId);
        return fault == ErrorCode.None
            ? await on.Cluster.Groups.Sync(request).WaitAsync(on.Stop)
            : new() { Error = fault };
    }
}
