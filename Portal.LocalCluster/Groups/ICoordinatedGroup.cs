using System.Diagnostics.CodeAnalysis;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// What members of the classic protocol, and whoever commits, request of a group, whichever protocol it is of. Null or false from
/// each: the group was deleted, or changed its protocol, since it was looked up.
/// </summary>
public interface ICoordinatedGroup
{
    bool TryJoin(
        JoinGroupRequest request,
        short version,
        Member newcomer,
        [NotNullWhen(true)] out Task<JoinGroupResponse>? answer
    );

    bool TrySync(SyncGroupRequest request, [NotNullWhen(true)] out Task<SyncGroupResponse>? answer);

    ErrorCode? KeepAlive(HeartbeatRequest request);

    ErrorCode? Leave(LeaveGroupRequest.Member leaving);

    /// <summary>
    /// Commits for a member of the present generation or epoch, or for anybody while there are no members. No rebalance comes between the
    /// check and the record: who is given a partition afterwards reads on from what was committed, and nobody overwrites it.
    /// </summary>
    /// <param name="version">Of the request.</param>
    /// <param name="record">Is given the group's protocol type.</param>
    ErrorCode? Commit(
        OffsetCommitRequest request,
        short version,
        IEnumerable<PartitionOf> partitions,
        Action<string> record
    );

    /// <summary>Commits for a member in a transaction, as <see cref="Commit"/> does; for a producer that names no member always.</summary>
    ErrorCode? CommitInTransaction(
        TxnOffsetCommitRequest request,
        IEnumerable<PartitionOf> partitions,
        Func<ErrorCode> record
    );
}
