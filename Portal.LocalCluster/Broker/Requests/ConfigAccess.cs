using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>Whether a client may read or change a configuration: what isn't a topic's or a group's is the cluster's.</summary>
internal static class ConfigAccess
{
    public static Refusal? Refusal(Exchange on, sbyte type, string name, AclOperation operation) =>
        type switch
        {
            ConfigResource.Topic => on.MayOnTopic(operation, name)
                ? null
                : new(ErrorCode.TopicAuthorizationFailed, "Topic authorization failed."),
            ConfigResource.Group => on.MayOnGroup(operation, name)
                ? null
                : new(ErrorCode.GroupAuthorizationFailed, "Group authorization failed."),
            _ => on.MayOnCluster(operation)
                ? null
                : new(ErrorCode.ClusterAuthorizationFailed, "Cluster authorization failed."),
        };
}
