using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Groups.Consumers;

public sealed partial class ConsumerGroup
{
    private ConsumerGroupHeartbeatResponse Leave(ConsumerGroupHeartbeatRequest request)
    {
        var (member, refused) = Admission.Known(_state, new(Id, request.MemberId, request.InstanceId));
        if (member is null)
        {
            return Refused(refused!);
        }

        if (request.MemberEpoch == ConsumerMember.AwayEpoch)
        {
            Become(_state.With(member with { Epoch = ConsumerMember.AwayEpoch, PendingRevocation = [] }));
            _deadlines.Clear(member, MemberDeadline.Revocation);
        }
        else
        {
            Remove(member);
        }

        return new() { MemberId = request.MemberId, MemberEpoch = request.MemberEpoch };
    }

    private void Remove(ConsumerMember member)
    {
        var remaining = _state.Without(member);
        if (member.Classic is null && _state.IsClassicWithout(member))
        {
            BecomeClassic(remaining with { Epoch = _state.Epoch }, rebalances: true);
            return;
        }

        Become(remaining);
        if (_state.Members.Length == 0)
        {
            EmptySinceMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    private void Become(ConsumerGroupState next)
    {
        if (next != _state)
        {
            _keep(next);
        }

        _state = next;
        _deadlines.KeepOnly(next.Members);
    }

    private void BecomeClassic(ConsumerGroupState remaining, bool rebalances)
    {
        var successor = Group.Downgraded(Id, remaining, _topics(), _time, rebalances);
        _keep(null);
        _isDead = true;
        _successor = successor;
    }

    private void Touch(ConsumerMember member)
    {
        var session = member.Classic is { } classic
            ? TimeSpan.FromMilliseconds(classic.SessionTimeoutMs)
            : _times.SessionTimeout;
        _deadlines.Set(member, MemberDeadline.Session, session);
        if (member is { Classic: null, State: MemberState.UnrevokedPartitions })
        {
            _deadlines.SetOnce(member, MemberDeadline.Revocation, RebalanceTimeoutOf(member));
        }
        else
        {
            _deadlines.Clear(member, MemberDeadline.Revocation);
        }
    }

    private static TimeSpan RebalanceTimeoutOf(ConsumerMember member) =>
        TimeSpan.FromMilliseconds(member.RebalanceTimeoutMs);
}
