using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>
/// A group of the new protocol (KIP-848): each member is led to its part by the answers to its heartbeats. One thing at a time, as in a
/// classic <see cref="Group"/>; each change is kept before it is answered, so that members go on where they were after a start.
/// </summary>
public sealed partial class ConsumerGroup : ICoordinatedGroup
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ConsumerGroupTimes _times;
    private readonly Action<ConsumerGroupState?> _keep;

    private readonly Func<ClusterState> _topics;
    private readonly MemberDeadlines _deadlines;
    private ConsumerGroupState _state;
    private bool _isDead;
    private volatile Group? _successor;

    /// <param name="topics">The cluster's topics now.</param>
    /// <param name="keep">Journals the group as it is from now on; null: as one that is no longer of this protocol.</param>
    public ConsumerGroup(
        string id,
        ConsumerGroupState state,
        ConsumerGroupTimes times,
        Func<ClusterState> topics,
        TimeProvider time,
        Action<ConsumerGroupState?> keep
    )
    {
        (Id, _state, _times, _topics, _time, _keep) = (id, state, times, topics, time, keep);
        _deadlines = new(time);
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

    /// <summary>The classic group that it became when the last member of the new protocol was gone, and others weren't.</summary>
    public Group? Successor => _successor;

    /// <summary>Null when the group was deleted, or became a classic one, meanwhile: look it up again.</summary>
    public ConsumerGroupHeartbeatResponse? HandleHeartbeat(
        ConsumerGroupHeartbeatRequest request,
        HeartbeatContext context
    )
    {
        lock (_gate)
        {
            return _isDead ? null
                : request.MemberEpoch < HeartbeatFault.Joins ? Leave(request)
                : KeepAlive(request, context);
        }
    }

    /// <summary>Marks the group deleted if nobody is in it.</summary>
    public bool TryDie()
    {
        lock (_gate)
        {
            _isDead |= _state.Members.Length == 0;
            return _isDead && _successor is null;
        }
    }

    /// <summary>Drops who missed a deadline.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            foreach (var late in _state.Members.Where(_deadlines.IsMissed).TakeWhile(_ => !_isDead))
            {
                Remove(late);
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
