using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;

namespace Portal.LocalCluster.Broker.Requests;

internal static class ConsumerGroupHeartbeat
{
    public static ConsumerGroupHeartbeatResponse Answer(Exchange on, ConsumerGroupHeartbeatRequest request)
    {
        var fault = on.GroupFault(AclOperation.Read, request.GroupId);
        var hidden = request.SubscribedTopicNames?.Any(name => !on.MayOnTopic(AclOperation.Describe, name)) == true;
        return fault != ErrorCode.None ? new() { Error = fault }
            : hidden ? new() { Error = ErrorCode.TopicAuthorizationFailed }
            : on.Cluster.Groups.HandleHeartbeat(
                // In version 0 the coordinator makes up the id.
                request.MemberId.Length == 0
                && on.Version == 0
                    ? request with
                    {
                        MemberId = NewId.ConsumerMember(),
                    }
                    : request,
                on.Version,
                new HeartbeatContext(
                    on.Header.ClientId ?? "",
                    on.Client.Host,
                    on.State,
                    name => on.MayOnTopic(AclOperation.Describe, name)
                )
            );
    }
}
