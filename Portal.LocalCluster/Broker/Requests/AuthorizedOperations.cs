using Portal.Kafka.Messages;
using Portal.LocalCluster.Security;

namespace Portal.LocalCluster.Broker.Requests;

/// <summary>What the client may do to a resource, one bit for each operation that Kafka knows on its kind.</summary>
internal static class AuthorizedOperations
{
    private static readonly AclOperation[] Topic =
    [
        AclOperation.Read,
        AclOperation.Write,
        AclOperation.Create,
        AclOperation.Delete,
        AclOperation.Alter,
        AclOperation.Describe,
        AclOperation.DescribeConfigs,
        AclOperation.AlterConfigs,
    ];

    private static readonly AclOperation[] Group =
    [
        AclOperation.Read,
        AclOperation.Delete,
        AclOperation.Describe,
        AclOperation.DescribeConfigs,
        AclOperation.AlterConfigs,
    ];

    private static readonly AclOperation[] Cluster =
    [
        AclOperation.Create,
        AclOperation.Alter,
        AclOperation.Describe,
        AclOperation.ClusterAction,
        AclOperation.DescribeConfigs,
        AclOperation.AlterConfigs,
        AclOperation.IdempotentWrite,
    ];

    public static int OfTopic(Exchange on, string name) => Of(on, Topic, AclResourceType.Topic, name);

    public static int OfGroup(Exchange on, string id) => Of(on, Group, AclResourceType.Group, id);

    /// <summary>None for who may not describe the cluster, as in Kafka.</summary>
    public static int OfCluster(Exchange on) =>
        on.MayOnCluster(AclOperation.Describe) ? Of(on, Cluster, AclResourceType.Cluster, AclRules.ClusterName) : 0;

    private static int Of(Exchange on, AclOperation[] known, AclResourceType type, string name) =>
        known.Where(operation => on.May(operation, type, name)).Sum(operation => 1 << (int)operation);
}
