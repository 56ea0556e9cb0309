using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>
/// A group of the new protocol (KIP-848): each member is led to its part by the answers to its heartbeats. One thing at a time, as in a
/// classic <see cref="Group"/>; each change is kept before it is answered, so that members go on where they were after a start.
/// </summary>
public sealed partial class ConsumerGroup
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ConsumerGroupTimes _times;
    private readonly Action<ConsumerGroupState> _keep;

    /// <summary>When each member's session ends, as timestamps of the time provider.</summary>
    private readonly Dictionary<string, long> _sessions = new(StringComparer.Ordinal);

    /// <summary>Members that are to give partitions up: in which epoch they were asked to, and until when they may.</summary>
    private readonly Dictionary<string, (int Epoch, long Until)> _revocations = new(StringComparer.Ordinal);
    private ConsumerGroupState _state;
    private bool _isDead;

    /// <param name="keep">Journals the group as it is from now on.</param>
    public ConsumerGroup(
        string id,
        ConsumerGroupState state,
        ConsumerGroupTimes times,
        TimeProvider time,
        Action<ConsumerGroupState> keep
    )
    {
        (Id, _state, _times, _time, _keep) = (id, state, times, time, keep);
        EmptySinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var member in state.Members)
        {
            Touch(member);
        }
    }

    public string Id { get; }

    /// <summary>When the last member left, Unix milliseconds.</summary>
    public long EmptySinceMs { get; private set; }

    public ConsumerGroupState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>False when the group was deleted, or became a classic one, meanwhile: look it up again.</summary>
    public bool TryHeartbeat(
        ConsumerGroupHeartbeatRequest request,
        HeartbeatContext context,
        out ConsumerGroupHeartbeatResponse answer
    )
    {
        lock (_gate)
        {
            answer =
                _isDead ? new()
                : request.MemberEpoch < HeartbeatFault.Joins ? Leave(request)
                : KeepAlive(request, context);
            return !_isDead;
        }
    }

    /// <summary>Marks the group deleted if nobody is in it.</summary>
    public bool TryDie()
    {
        lock (_gate)
        {
            return _isDead = _isDead || _state.Members.Length == 0;
        }
    }

    /// <summary>Drops who was silent for too long, or didn't give partitions up in time.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            foreach (var member in _state.Members)
            {
                var late = _revocations.TryGetValue(member.Id, out var asked) && asked.Until < now;
                if (_sessions[member.Id] < now || (late && asked.Epoch == member.Epoch))
                {
                    Remove(member);
                }
            }
        }
    }

    private ConsumerGroupHeartbeatResponse KeepAlive(ConsumerGroupHeartbeatRequest request, HeartbeatContext context)
    {
        var (next, member, refused) = ConsumerHeartbeat.After(_state, request, context);
        if (member is null)
        {
            return Refused(refused!);
        }

        var before = _state.Find(member.Id);
        Become(next);
        Touch(member);
        var isFull = request is { RebalanceTimeoutMs: not -1, TopicPartitions: not null } && Subscribes(request);
        var tells =
            request.MemberEpoch == HeartbeatFault.Joins || isFull || before?.HasSameAssignmentAs(member) != true;
        return new()
        {
            MemberId = member.Id,
            MemberEpoch = member.Epoch,
            HeartbeatIntervalMs = (int)_times.HeartbeatInterval.TotalMilliseconds,
            Assignment = tells ? AssignmentOf(member) : null,
        };
    }

    private static bool Subscribes(ConsumerGroupHeartbeatRequest request) =>
        request.SubscribedTopicNames is not null || request.SubscribedTopicRegex is not null;

    private static ConsumerGroupHeartbeatResponse Refused(Refusal why) =>
        new() { Error = why.Error, ErrorMessage = why.Words };

    private static ConsumerGroupHeartbeatResponse.MemberAssignment AssignmentOf(ConsumerMember member) =>
        new()
        {
            TopicPartitions =
            [
                .. member
                    .Assigned.Select(owned => owned.Partition)
                    .GroupBy(partition => partition.Topic)
                    .Select(topic => new ConsumerGroupHeartbeatResponse.TopicPartition
                    {
                        TopicId = topic.Key,
                        Partitions = [.. topic.Select(partition => partition.Number).Order()],
                    }),
            ],
        };
}
