using System.Diagnostics.CodeAnalysis;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

public sealed partial class Group
{
    /// <summary>The answer comes when the round is complete.</summary>
    public bool TryJoin(
        JoinGroupRequest request,
        short version,
        Member newcomer,
        [NotNullWhen(true)] out Task<JoinGroupResponse>? answer
    )
    {
        lock (_gate)
        {
            answer = _state == GroupState.Dead ? null : Join(request, version, newcomer);
            return answer is not null;
        }
    }

    private Task<JoinGroupResponse> Join(JoinGroupRequest request, short version, Member newcomer)
    {
        var offered = request.Protocols.Select(protocol => protocol.Name).ToArray();
        var others = _members.Values.Where(member => member.Id != request.MemberId);
        if (
            (_state != GroupState.Empty && _protocolType != request.ProtocolType) || !ProtocolVote.Fits(others, offered)
        )
        {
            return Refused(ErrorCode.InconsistentGroupProtocol, request.MemberId);
        }

        return request.MemberId.Length == 0 ? JoinNew(request, version, newcomer) : JoinAgain(request, newcomer);
    }

    private Task<JoinGroupResponse> JoinNew(JoinGroupRequest request, short version, Member newcomer)
    {
        if (request.GroupInstanceId is { } instance)
        {
            return _members.Values.FirstOrDefault(member => member.InstanceId == instance) is { } earlier
                ? Replace(earlier, newcomer, request, version)
                : Enter(newcomer, request);
        }

        if (version < 4)
        {
            return Enter(newcomer, request);
        }

        // So that a client which never hears the answer doesn't leave a member behind with each try (KIP-394).
        _promised[newcomer.Id] = After(TimeSpan.FromMilliseconds(request.SessionTimeoutMs));
        return Refused(ErrorCode.MemberIdRequired, newcomer.Id);
    }

    private Task<JoinGroupResponse> JoinAgain(JoinGroupRequest request, Member newcomer)
    {
        if (_promised.Remove(request.MemberId))
        {
            var promised = new Member(request.MemberId, null, newcomer.ClientId, newcomer.ClientHost);
            return Enter(promised, request);
        }

        if (request.GroupInstanceId is { } instance)
        {
            var named = _members.Values.FirstOrDefault(each => each.InstanceId == instance);
            if (named is not null && named.Id != request.MemberId)
            {
                return Refused(ErrorCode.FencedInstanceId, request.MemberId);
            }
        }

        if (!_members.TryGetValue(request.MemberId, out var member))
        {
            return Refused(ErrorCode.UnknownMemberId, request.MemberId);
        }

        // A repeat of a join whose answer was lost gets the same answer; a leader that joins again wants a new round.
        var repeats =
            member.Offers(request)
            && (_state == GroupState.CompletingRebalance || (_state == GroupState.Stable && member.Id != _leader));
        if (repeats)
        {
            Touch(member);
            return Task.FromResult(Joined(member));
        }

        return Wait(member, request);
    }

    private Task<JoinGroupResponse> Enter(Member member, JoinGroupRequest request)
    {
        _protocolType = request.ProtocolType;
        _members.Add(member.Id, member);
        return Wait(member, request);
    }

    private Task<JoinGroupResponse> Wait(Member member, JoinGroupRequest request)
    {
        member.Follow(request);
        member.Joining?.TrySetResult(new() { Error = ErrorCode.RebalanceInProgress, MemberId = member.Id });
        var answer = new TaskCompletionSource<JoinGroupResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.Joining = answer;
        if (_state != GroupState.PreparingRebalance)
        {
            PrepareRebalance();
        }

        CompleteJoinIfAllAreHere();
        return answer.Task;
    }
}
