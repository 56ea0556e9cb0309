using System.Diagnostics.CodeAnalysis;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>
/// Members of the classic protocol in the group. None of them leads: a join is a step of its member towards the target and is answered at
/// once, a sync fetches what the member has then, and the answer to a heartbeat says when the next join is due.
/// </summary>
public sealed partial class ConsumerGroup
{
    public bool TryJoin(
        JoinGroupRequest request,
        short version,
        Member newcomer,
        [NotNullWhen(true)] out Task<JoinGroupResponse>? answer
    )
    {
        lock (_gate)
        {
            answer = _isDead ? null : Task.FromResult(Joined(request, version, newcomer));
            return answer is not null;
        }
    }

    private JoinGroupResponse Joined(JoinGroupRequest request, short version, Member newcomer)
    {
        try
        {
            var fault = ClassicJoin.FaultOf(_state, request, version);
            if (fault != ErrorCode.None)
            {
                var named = fault == ErrorCode.MemberIdRequired ? newcomer.Id : request.MemberId;
                return new() { Error = fault, MemberId = named };
            }

            var (joined, refused) = ClassicJoin.After(_state, request, newcomer, _topics());
            return joined is null ? new() { Error = refused!.Error, MemberId = request.MemberId } : Joined(joined);
        }
        catch (MalformedFrameException)
        {
            // As Kafka answers.
            return new() { Error = ErrorCode.UnknownServerError, MemberId = request.MemberId };
        }
    }

    private JoinGroupResponse Joined(ClassicJoin joined)
    {
        var member = joined.Member;
        if (joined.Downgrades)
        {
            BecomeClassic(joined.Group, joined.IsStale);
        }
        else
        {
            Become(joined.Group);
            Touch(member);
            _deadlines.Clear(member, MemberDeadline.Rejoin);
            _deadlines.Set(member, MemberDeadline.Sync, RebalanceTimeoutOf(member));
        }

        return new()
        {
            MemberId = member.Id,
            GenerationId = member.Epoch,
            ProtocolType = GroupCoordinator.ConsumerProtocol,
            ProtocolName = member.Classic!.Protocols[0].Name,
        };
    }
}
