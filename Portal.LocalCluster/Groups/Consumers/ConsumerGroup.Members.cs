using Portal.Kafka.Messages;

namespace Portal.LocalCluster.Groups.Consumers;

public sealed partial class ConsumerGroup
{
    private ConsumerGroupHeartbeatResponse Leave(ConsumerGroupHeartbeatRequest request)
    {
        var (member, refused) = Admission.Known(_state, request);
        if (member is null)
        {
            return Refused(refused!);
        }

        if (request.MemberEpoch == ConsumerMember.AwayEpoch)
        {
            Become(_state.With(member with { Epoch = ConsumerMember.AwayEpoch, PendingRevocation = [] }));
            _revocations.Remove(member.Id);
        }
        else
        {
            Remove(member);
        }

        return new() { MemberId = request.MemberId, MemberEpoch = request.MemberEpoch };
    }

    private void Remove(ConsumerMember member)
    {
        Become(_state.Without(member));
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
        var ids = next.Members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _sessions.Keys.Where(id => !ids.Contains(id)).ToArray())
        {
            _sessions.Remove(gone);
            _revocations.Remove(gone);
        }
    }

    private void Touch(ConsumerMember member)
    {
        _sessions[member.Id] = After(_times.SessionTimeout);
        if (member.State != MemberState.UnrevokedPartitions)
        {
            _revocations.Remove(member.Id);
        }
        else if (!_revocations.TryGetValue(member.Id, out var asked) || asked.Epoch != member.Epoch)
        {
            _revocations[member.Id] = (member.Epoch, After(TimeSpan.FromMilliseconds(member.RebalanceTimeoutMs)));
        }
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);
}
