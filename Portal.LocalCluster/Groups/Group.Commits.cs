using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    public ErrorCode? Commit(
        OffsetCommitRequest request,
        short version,
        IEnumerable<PartitionOf> partitions,
        Action<string> record
    )
    {
        lock (_gate)
        {
            if (_state == GroupState.Dead)
            {
                return null;
            }

            if (CommitFault(request) is var fault and not ErrorCode.None)
            {
                return fault;
            }

            record(_protocolType);
            return ErrorCode.None;
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
            if (_state == GroupState.Dead)
            {
                return null;
            }

            var named = request.GenerationId >= 0 || request.MemberId.Length > 0 || request.GroupInstanceId is not null;
            var fault =
                named && !(request.GenerationId < 0 && _state == GroupState.Empty)
                    ? FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationId)
                    : ErrorCode.None;
            return fault == ErrorCode.None ? record() : fault;
        }
    }

    private ErrorCode CommitFault(OffsetCommitRequest request)
    {
        if (_state == GroupState.Empty && request.GenerationIdOrMemberEpoch < 0)
        {
            return ErrorCode.None;
        }

        var fault = FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch);
        if (fault != ErrorCode.None)
        {
            return fault;
        }

        Touch(_members[request.MemberId]);
        return _state == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }
}
