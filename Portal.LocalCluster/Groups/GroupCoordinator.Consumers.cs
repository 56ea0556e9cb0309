using System.Collections.Concurrent;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups;

/// <summary>Groups of the new protocol, and how an id changes over: only while nobody is in the group.</summary>
public sealed partial class GroupCoordinator
{
    /// <summary>What commits and lists say of such a group; the classic protocol of the same name is the consumers' too.</summary>
    public const string ConsumerProtocol = "consumer";

    private readonly ConcurrentDictionary<string, ConsumerGroup> _consumers = new(StringComparer.Ordinal);

    /// <summary>The group of the new protocol, or null when there is none of this id.</summary>
    public ConsumerGroup? FindConsumers(string id) => _consumers.GetValueOrDefault(id);

    public ConsumerGroupHeartbeatResponse Heartbeat(
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
            if (ForHeartbeat(request, out fault) is { } group && group.TryHeartbeat(request, context, out var answer))
            {
                return answer;
            }
        }

        return new() { Error = fault.Error, ErrorMessage = fault.Words };
    }

    private ConsumerGroup? ForHeartbeat(ConsumerGroupHeartbeatRequest request, out Refusal? refused)
    {
        var id = request.GroupId;
        lock (_gate)
        {
            refused = null;
            if (_consumers.TryGetValue(id, out var present))
            {
                return present;
            }

            var classic = Find(id);
            if (request.MemberEpoch == HeartbeatFault.Joins && classic?.TryDie() != false)
            {
                _groups.TryRemove(id, out _);
                return _consumers[id] = Consumers(id, ConsumerGroupState.New);
            }

            refused = new(
                ErrorCode.GroupIdNotFound,
                classic is null ? $"Consumer group {id} not found." : $"Group {id} is not a consumer group."
            );
            return null;
        }
    }

    /// <summary>The classic group that somebody may join; null while members of the new protocol are in it.</summary>
    private Group? ForJoin(string id)
    {
        lock (_gate)
        {
            if (_consumers.TryGetValue(id, out var consumers))
            {
                if (!consumers.TryDie())
                {
                    return null;
                }

                _consumers.TryRemove(id, out _);
                Offsets.Record(new OffsetEvent.Consumers(id, null));
            }

            return GetOrAdd(id);
        }
    }

    private ConsumerGroup Consumers(string id, ConsumerGroupState state) =>
        new(id, state, _times, _time, now => Offsets.Record(new OffsetEvent.Consumers(id, now)));
}
