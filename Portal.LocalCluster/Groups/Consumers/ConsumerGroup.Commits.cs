using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups.Consumers;

public sealed partial class ConsumerGroup
{
    /// <summary>The first version of OffsetCommit that knows of member epochs.</summary>
    private const short CommitByEpoch = 9;

    public ErrorCode? Commit(
        OffsetCommitRequest request,
        short version,
        IEnumerable<PartitionOf> partitions,
        Action<string> record
    )
    {
        lock (_gate)
        {
            if (_isDead)
            {
                return null;
            }

            var isFromOutside = request.GenerationIdOrMemberEpoch < 0 && _state.Members.Length == 0;
            var fault =
                isFromOutside ? ErrorCode.None
                : _state.Find(request.MemberId) is not { } member ? ErrorCode.UnknownMemberId
                : version < CommitByEpoch && member.Classic is null ? ErrorCode.UnsupportedVersion
                : EpochFault(member, request.GenerationIdOrMemberEpoch, partitions);
            if (fault == ErrorCode.None)
            {
                record(GroupCoordinator.ConsumerProtocol);
            }

            return fault;
        }
    }

    public ErrorCode? CommitInTransaction(
        TxnOffsetCommitRequest request,
        IEnumerable<PartitionOf> partitions,
        Func<ErrorCode> record
    )
    {
        lock (_gate)
        {
            if (_isDead)
            {
                return null;
            }

            var isNamed =
                request.GenerationId >= 0 || request.MemberId.Length > 0 || request.GroupInstanceId is not null;
            var isFromOutside = request.GenerationId < 0 && _state.Members.Length == 0;
            var fault =
                !isNamed || isFromOutside ? ErrorCode.None
                : _state.Find(request.MemberId) is not { } member ? ErrorCode.UnknownMemberId
                // Older than member epochs: producers are told what a classic group's would be.
                : EpochFault(member, request.GenerationId, partitions) == ErrorCode.None ? ErrorCode.None
                : ErrorCode.IllegalGeneration;
            return fault == ErrorCode.None ? record() : fault;
        }
    }

    /// <summary>What keeps a client from being told the group's offsets; only who says that it is a member is looked at.</summary>
    public ErrorCode FetchFault(string? memberId, int epoch)
    {
        lock (_gate)
        {
            return memberId is null && epoch < 0 ? ErrorCode.None
                : _state.Find(memberId ?? "") is not { } member ? ErrorCode.UnknownMemberId
                : member.Epoch != epoch ? StaleFor(member)
                : ErrorCode.None;
        }
    }

    // An epoch behind is good enough for what the member had in it already: the answer that told it the new one may be on its way.
    private static ErrorCode EpochFault(ConsumerMember member, int epoch, IEnumerable<PartitionOf> partitions)
    {
        if (epoch == member.Epoch)
        {
            return ErrorCode.None;
        }

        var since = member.Held.ToDictionary(owned => owned.Partition, owned => owned.Since);
        return epoch < member.Epoch && partitions.All(each => since.TryGetValue(each, out var got) && got <= epoch)
            ? ErrorCode.None
            : StaleFor(member);
    }

    private static ErrorCode StaleFor(ConsumerMember member) =>
        member.Classic is null ? ErrorCode.StaleMemberEpoch : ErrorCode.IllegalGeneration;
}
