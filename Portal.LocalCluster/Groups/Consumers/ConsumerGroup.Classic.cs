using System.Diagnostics.CodeAnalysis;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups.Consumers;

public sealed partial class ConsumerGroup
{
    public bool TrySync(SyncGroupRequest request, [NotNullWhen(true)] out Task<SyncGroupResponse>? answer)
    {
        lock (_gate)
        {
            answer = _isDead ? null : Task.FromResult(Synced(request));
            return answer is not null;
        }
    }

    public ErrorCode? KeepAlive(HeartbeatRequest request)
    {
        lock (_gate)
        {
            if (_isDead)
            {
                return null;
            }

            var (member, fault) = Classic(request.MemberId, request.GroupInstanceId, request.GenerationId);
            if (member is null)
            {
                return fault;
            }

            Touch(member);
            return MustRejoin(member) || (member.State == MemberState.UnreleasedPartitions && _state.IsFreeFor(member))
                ? Rebalance(member)
                : ErrorCode.None;
        }
    }

    /// <summary>Also of a member of the new protocol: so an administrator removes one.</summary>
    public ErrorCode? Leave(LeaveGroupRequest.Member leaving)
    {
        lock (_gate)
        {
            if (_isDead)
            {
                return null;
            }

            // An administrator names a static member by its instance id alone.
            var named = leaving is { MemberId: "", GroupInstanceId: { } instance }
                ? _state.FindInstance(instance)?.Id
                : null;
            var sender = new Sender(Id, named ?? leaving.MemberId, leaving.GroupInstanceId);
            var (member, refused) = Admission.Known(_state, sender);
            if (member is null)
            {
                return refused!.Error;
            }

            Remove(member);
            return ErrorCode.None;
        }
    }

    private SyncGroupResponse Synced(SyncGroupRequest request)
    {
        var (member, fault) = Classic(request.MemberId, request.GroupInstanceId, request.GenerationId);
        if (member is null)
        {
            return new() { Error = fault };
        }

        if (
            request.ProtocolType is not (null or GroupCoordinator.ConsumerProtocol)
            || (request.ProtocolName is { } name && name != member.Classic!.Protocols[0].Name)
        )
        {
            return new() { Error = ErrorCode.InconsistentGroupProtocol };
        }

        // A member that is to give partitions up has joined already, and joins again when it has.
        if (member.State != MemberState.UnrevokedPartitions && MustRejoin(member))
        {
            return new() { Error = Rebalance(member) };
        }

        _deadlines.Clear(member, MemberDeadline.Sync);
        Touch(member);
        var part = EmbeddedAssignment.Of(member.Assigned.Select(owned => owned.Partition), _topics());
        return new()
        {
            ProtocolType = request.ProtocolType,
            ProtocolName = request.ProtocolName,
            Assignment = part.Write(member.Classic!.Protocols[0].Subscription),
        };
    }

    private bool MustRejoin(ConsumerMember member) =>
        member.Epoch < _state.TargetEpoch || member.State == MemberState.UnrevokedPartitions;

    private ErrorCode Rebalance(ConsumerMember member)
    {
        _deadlines.SetOnce(member, MemberDeadline.Rejoin, RebalanceTimeoutOf(member));
        return ErrorCode.RebalanceInProgress;
    }

    private (ConsumerMember? Member, ErrorCode Fault) Classic(string id, string? instanceId, int generation)
    {
        var (member, refused) = Admission.Known(_state, new(Id, id, instanceId));
        return member is null ? (null, refused!.Error)
            : member.Classic is null ? (null, ErrorCode.UnknownMemberId)
            : member.Epoch != generation ? (null, ErrorCode.IllegalGeneration)
            : (member, ErrorCode.None);
    }
}
