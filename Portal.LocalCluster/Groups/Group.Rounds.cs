using System.Diagnostics.CodeAnalysis;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    /// <summary>The answer comes when the leader has brought the assignment.</summary>
    public bool TrySync(SyncGroupRequest request, [NotNullWhen(true)] out Task<SyncGroupResponse>? answer)
    {
        lock (_gate)
        {
            answer = _state == GroupState.Dead ? null : Sync(request);
            return answer is not null;
        }
    }

    private Task<SyncGroupResponse> Sync(SyncGroupRequest request)
    {
        if (SyncFault(request) is var fault and not ErrorCode.None)
        {
            return Task.FromResult(new SyncGroupResponse { Error = fault });
        }

        var member = _members[request.MemberId];
        Touch(member);
        if (_state == GroupState.Stable)
        {
            return Task.FromResult(Synced(member));
        }

        member.Syncing?.TrySetResult(new() { Error = ErrorCode.RebalanceInProgress });
        member.Syncing = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = member.Syncing.Task;
        if (member.Id == _leader)
        {
            Assign(request.Assignments);
        }

        return answer;
    }

    private ErrorCode SyncFault(SyncGroupRequest request)
    {
        var fault = FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationId);
        return fault != ErrorCode.None ? fault
            : request.ProtocolType is { } type && type != _protocolType ? ErrorCode.InconsistentGroupProtocol
            : request.ProtocolName is { } name && name != _protocol ? ErrorCode.InconsistentGroupProtocol
            : _state == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress
            : ErrorCode.None;
    }

    private void Assign(SyncGroupRequest.MemberAssignment[] assignments)
    {
        foreach (var member in _members.Values)
        {
            // The bytes are the request's and go with it.
            var part = assignments.FirstOrDefault(assignment => assignment.MemberId == member.Id);
            member.Assignment = part?.Assignment.ToArray() ?? [];
        }

        _state = GroupState.Stable;
        foreach (var member in _members.Values.Where(member => member.Syncing is not null))
        {
            Touch(member);
            member.Syncing!.TrySetResult(Synced(member));
            member.Syncing = null;
        }
    }

    private SyncGroupResponse Synced(Member member) =>
        new()
        {
            ProtocolType = _protocolType,
            ProtocolName = _protocol,
            Assignment = member.Assignment,
        };

    private void PrepareRebalance()
    {
        foreach (var member in _members.Values.Where(member => member.Syncing is not null))
        {
            Touch(member);
            member.Syncing!.TrySetResult(new() { Error = ErrorCode.RebalanceInProgress });
            member.Syncing = null;
        }

        _state = GroupState.PreparingRebalance;
        _phaseEnds = After(LongestRebalance());
    }

    private void CompleteJoinIfAllAreHere()
    {
        if (
            _state == GroupState.PreparingRebalance
            && _promised.Count == 0
            && _members.Values.All(member => member.Joining is not null)
        )
        {
            CompleteJoin();
        }
    }

    private void CompleteJoin()
    {
        // A static member may be restarting: its part is kept for it until its session ends.
        foreach (var late in _members.Values.Where(m => m.Joining is null && m.InstanceId is null).ToArray())
        {
            _members.Remove(late.Id);
        }

        if (_members.Count == 0)
        {
            BecomeEmpty();
            return;
        }

        _generation++;
        _protocol = ProtocolVote.Choose(_members.Values);
        if (_leader is null || !_members.TryGetValue(_leader, out var leader) || leader.Joining is null)
        {
            _leader = (
                _members.Values.FirstOrDefault(member => member.Joining is not null) ?? _members.Values.First()
            ).Id;
        }

        _state = GroupState.CompletingRebalance;
        _phaseEnds = After(LongestRebalance());
        foreach (var member in _members.Values.Where(member => member.Joining is not null))
        {
            Touch(member);
            member.Joining!.TrySetResult(Joined(member));
            member.Joining = null;
        }
    }

    private TimeSpan LongestRebalance() =>
        _members.Count == 0 ? TimeSpan.Zero : _members.Values.Max(member => member.RebalanceTimeout);
}
