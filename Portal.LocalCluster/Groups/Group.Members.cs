using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    public ErrorCode? KeepAlive(HeartbeatRequest request)
    {
        lock (_gate)
        {
            if (_state == GroupState.Dead)
            {
                return null;
            }

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

    public ErrorCode? Leave(LeaveGroupRequest.Member leaving)
    {
        lock (_gate)
        {
            if (_state == GroupState.Dead)
            {
                return null;
            }

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
