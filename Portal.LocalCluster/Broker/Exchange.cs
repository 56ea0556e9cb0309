using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>Who asks whom, and how.</summary>
/// <param name="BrokerId">The broker that was asked; it answers for what it leads and coordinates.</param>
/// <param name="Listener">Where it was asked: answers name this listener's ports.</param>
/// <param name="Client">Who asks; each request decides what of it that one may.</param>
/// <param name="RequestBytes">How long the request was, its header with it.</param>
/// <param name="Memory">For what the answer is put together from.</param>
/// <param name="Room">To be taken before memory that grows with what is asked.</param>
/// <param name="Stop">The connection ends.</param>
public sealed record Exchange(
    Cluster Cluster,
    int BrokerId,
    Listener Listener,
    ClientSession Client,
    RequestHeader Header,
    int RequestBytes,
    RentedBytes Memory,
    AnswerRoom Room,
    CancellationToken Stop
)
{
    public ClusterState State => Cluster.State;

    /// <summary>As whom client quotas know it.</summary>
    public QuotaClient Measured => new(BrokerId, Client.User, Header.ClientId ?? "");
    public short Version => Header.Version;

    /// <param name="strict">The version from which on clients know that they may be refused for a while.</param>
    public MutationQuota Mutations(short strict) => Cluster.Quotas.Mutations(State.Quotas, Measured, Version >= strict);

    /// <summary>Silences the client as its quota says.</summary>
    /// <returns>For how many milliseconds.</returns>
    public int Silent(MutationQuota quota)
    {
        if (quota.Silence > TimeSpan.Zero)
        {
            Client.Throttle(quota.Silence);
        }

        return (int)Math.Ceiling(quota.Silence.TotalMilliseconds);
    }

    public bool May(AclOperation operation, AclResourceType type, string name) => Client.May(operation, type, name);

    public bool MayOnTopic(AclOperation operation, string name) => May(operation, AclResourceType.Topic, name);

    public bool MayOnGroup(AclOperation operation, string id) => May(operation, AclResourceType.Group, id);

    public bool MayOnTransactionalId(AclOperation operation, string id) =>
        May(operation, AclResourceType.TransactionalId, id);

    public bool MayOnCluster(AclOperation operation) => May(operation, AclResourceType.Cluster, AclRules.ClusterName);

    /// <summary>What keeps this broker from serving the partition to a client that believes in this leader epoch (-1: in none).</summary>
    public ErrorCode LeaderFault(Topic? topic, int number, int epoch = -1)
    {
        if (topic is null || number < 0 || number >= topic.Partitions.Length)
        {
            return ErrorCode.UnknownTopicOrPartition;
        }

        var partition = topic.Partitions[number];
        return partition.Leader != BrokerId ? ErrorCode.NotLeaderOrFollower
            : epoch >= 0 && epoch < partition.LeaderEpoch ? ErrorCode.FencedLeaderEpoch
            : epoch > partition.LeaderEpoch ? ErrorCode.UnknownLeaderEpoch
            : ErrorCode.None;
    }

    /// <summary>What keeps the client from doing this to the group here.</summary>
    public ErrorCode GroupFault(AclOperation operation, string id) =>
        MayOnGroup(operation, id) ? CoordinatorFault(id) : ErrorCode.GroupAuthorizationFailed;

    /// <summary>What keeps this broker from answering for the group, or for the transactional id.</summary>
    public ErrorCode CoordinatorFault(string key) =>
        State.CoordinatorOf(key) == BrokerId ? ErrorCode.None : ErrorCode.NotCoordinator;
}
