using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>Who asks whom, and how.</summary>
/// <param name="BrokerId">The broker that was asked; it answers for what it leads and coordinates.</param>
/// <param name="Memory">For what the answer is put together from.</param>
/// <param name="Room">To be taken before memory that grows with what is asked.</param>
/// <param name="Stop">The connection ends.</param>
public sealed record Exchange(
    Cluster Cluster,
    int BrokerId,
    RequestHeader Header,
    string ClientHost,
    RentedBytes Memory,
    AnswerRoom Room,
    CancellationToken Stop
)
{
    public ClusterState State => Cluster.State;
    public short Version => Header.Version;

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

    /// <summary>What keeps this broker from answering for the group, or for the transactional id.</summary>
    public ErrorCode CoordinatorFault(string key) =>
        State.CoordinatorOf(key) == BrokerId ? ErrorCode.None : ErrorCode.NotCoordinator;
}
