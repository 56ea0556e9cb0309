using System.Collections.Concurrent;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Groups;

/// <summary>All groups. Which broker may answer for one is the brokers' matter; when a broker is paused its groups are here still, as after a hand-over.</summary>
public sealed partial class GroupCoordinator
{
    public const int ShortestSessionMs = 6_000;
    public const int LongestSessionMs = 1_800_000;

    /// <summary>Held while it is decided whether an id is a classic group's or one of the new protocol's.</summary>
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Func<ClusterState> _topics;
    private readonly TimeProvider _time;
    private readonly ConsumerGroupTimes _times;
    private readonly long _startedMs;

    /// <param name="topics">The cluster's topics now.</param>
    public GroupCoordinator(OffsetStore offsets, ConsumerGroupTimes times, Func<ClusterState> topics, TimeProvider time)
    {
        (Offsets, _times, _topics, _time) = (offsets, times, topics, time);
        _startedMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var id in offsets.Groups)
        {
            if (offsets.ConsumersOf(id) is { } state)
            {
                _consumers[id] = Consumers(id, state);
            }
        }
    }

    public OffsetStore Offsets { get; }

    public IEnumerable<string> Ids =>
        _groups.Keys.Union(_consumers.Keys, StringComparer.Ordinal).Union(Offsets.Groups, StringComparer.Ordinal);

    public ErrorCode Delete(string id)
    {
        lock (_gate)
        {
            var isDead = Present(id) switch
            {
                ConsumerGroup consumers => consumers.TryDie(),
                Group classic => classic.TryDie(),
                _ => default(bool?),
            };
            if (isDead != true)
            {
                return isDead is null ? ErrorCode.GroupIdNotFound : ErrorCode.NonEmptyGroup;
            }

            _consumers.TryRemove(id, out _);
            _groups.TryRemove(id, out _);
            Offsets.Record(new OffsetEvent.GroupForgotten(id));
            return ErrorCode.None;
        }
    }

    /// <summary>Moves time on for the groups that have members or wait for some.</summary>
    public void Tick()
    {
        foreach (var group in _groups.Values)
        {
            group.Tick();
        }

        foreach (var group in _consumers.Values)
        {
            group.Tick();
            if (group.Successor is not null)
            {
                // It goes on by the classic groups' clock.
                Find(group.Id);
            }
        }
    }

    /// <summary>Forgets groups that nobody was in, and nobody committed for, so long.</summary>
    public void Expire(TimeSpan retention)
    {
        var expired = _time.GetUtcNow().ToUnixTimeMilliseconds() - (long)retention.TotalMilliseconds;
        foreach (var id in Ids)
        {
            // Who was in a group before the start isn't known: its members may be on their way back.
            var emptySince =
                _groups.GetValueOrDefault(id)?.EmptySinceMs
                ?? _consumers.GetValueOrDefault(id)?.EmptySinceMs
                ?? _startedMs;
            if (emptySince < expired && !Offsets.HasPending(id) && Offsets.Of(id).All(offset => offset.AtMs < expired))
            {
                Delete(id);
            }
        }
    }
}
