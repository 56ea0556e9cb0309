using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    public ErrorCode KeepAlive(HeartbeatRequest request)
    {
        lock (_gate)
        {
            if (
                FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationId)
                is var fault
                    and not ErrorCode.None
            )
            {
                return fault;
            }

            Touch(_members[request.MemberId]);
            return _state == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    public ErrorCode Leave(LeaveGroupRequest.Member leaving)
    {
        lock (_gate)
        {
            if (leaving.MemberId.Length > 0 && _promised.Remove(leaving.MemberId))
            {
                CompleteJoinIfAllAreHere();
                return ErrorCode.None;
            }

            var member = leaving.GroupInstanceId is { } instance
                ? _members.Values.FirstOrDefault(each => each.InstanceId == instance)
                : _members.GetValueOrDefault(leaving.MemberId);
            if (member is null)
            {
                return ErrorCode.UnknownMemberId;
            }

            if (leaving.MemberId.Length > 0 && leaving.MemberId != member.Id)
            {
                return ErrorCode.FencedInstanceId;
            }

            Remove(member);
            return ErrorCode.None;
        }
    }

    /// <summary>
    /// Commits for a member of the present generation, or for anybody while there are no members. No rebalance comes between the check and
    /// the record: who is given a partition afterwards reads on from what was committed, and nobody overwrites it.
    /// </summary>
    /// <param name="record">Is given the group's protocol type.</param>
    public ErrorCode Commit(OffsetCommitRequest request, Action<string> record)
    {
        lock (_gate)
        {
            if (CommitFault(request) is var fault and not ErrorCode.None)
            {
                return fault;
            }

            record(_protocolType);
            return ErrorCode.None;
        }
    }

    /// <summary>Commits for a member in a transaction, as <see cref="Commit"/> does; for a producer that names no member always.</summary>
    public ErrorCode CommitInTransaction(TxnOffsetCommitRequest request, Func<ErrorCode> record)
    {
        lock (_gate)
        {
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

    private ErrorCode FaultOf(string memberId, string? instanceId, int generation)
    {
        if (
            instanceId is not null
            && _members.Values.FirstOrDefault(each => each.InstanceId == instanceId) is { } named
        )
        {
            return named.Id != memberId ? ErrorCode.FencedInstanceId
                : generation != _generation ? ErrorCode.IllegalGeneration
                : ErrorCode.None;
        }

        return !_members.ContainsKey(memberId) ? ErrorCode.UnknownMemberId
            : generation != _generation ? ErrorCode.IllegalGeneration
            : ErrorCode.None;
    }
}
