using System.Collections.Concurrent;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// Groups of the new protocol, and how an id changes over: with the first member of the other protocol while nobody is in the group; from
/// the classic protocol also while somebody is, and back to it with the last member of the new one (KIP-848's online migration).
/// </summary>
public sealed partial class GroupCoordinator
{
    /// <summary>What commits and lists say of such a group; the classic protocol of the same name is the consumers' too.</summary>
    public const string ConsumerProtocol = "consumer";

    private readonly ConcurrentDictionary<string, ConsumerGroup> _consumers = new(StringComparer.Ordinal);

    public ConsumerGroupHeartbeatResponse HandleHeartbeat(
        ConsumerGroupHeartbeatRequest request,
        short version,
        HeartbeatContext context
    )
    {
        var fault = HeartbeatFault.Of(request, version);
        if (fault is null && request.SubscribedTopicRegex is { Length: > 0 } pattern)
        {
            fault = TopicPattern.Fault(pattern);
        }

        while (fault is null)
        {
            if (ForHeartbeat(request, context, out fault)?.HandleHeartbeat(request, context) is { } answer)
            {
                return answer;
            }
        }

        return new() { Error = fault.Error, ErrorMessage = fault.Words };
    }

    private ConsumerGroup? ForHeartbeat(
        ConsumerGroupHeartbeatRequest request,
        HeartbeatContext context,
        out Refusal? refused
    )
    {
        var id = request.GroupId;
        lock (_gate)
        {
            refused = null;
            var present = Present(id);
            if (present is ConsumerGroup consumers)
            {
                return consumers;
            }

            var classic = present as Group;
            if (request.MemberEpoch != HeartbeatFault.Joins)
            {
                refused = new(
                    ErrorCode.GroupIdNotFound,
                    classic is null ? $"Consumer group {id} not found." : $"Group {id} is not a consumer group."
                );
                return null;
            }

            var state = classic is null ? ConsumerGroupState.New : classic.Upgrade(context.Topics, out refused);
            if (state is null)
            {
                return null;
            }

            _groups.TryRemove(id, out _);
            return _consumers[id] = Consumers(id, state);
        }
    }

    /// <summary>The group that somebody is about to join: a classic one, unless members of the new protocol are in it.</summary>
    private ICoordinatedGroup ForJoin(string id)
    {
        lock (_gate)
        {
            if (Present(id) is ConsumerGroup consumers)
            {
                if (!consumers.TryDie())
                {
                    return consumers;
                }

                _consumers.TryRemove(id, out _);
                Offsets.Record(new OffsetEvent.Consumers(id, null));
            }

            return GetOrAdd(id);
        }
    }

    private ConsumerGroup Consumers(string id, ConsumerGroupState state) =>
        new(id, state, _times, _topics, _time, now => Offsets.Record(new OffsetEvent.Consumers(id, now)));
}
