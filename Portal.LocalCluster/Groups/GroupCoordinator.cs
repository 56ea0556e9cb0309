using System.Collections.Concurrent;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;

namespace Portal.LocalCluster.Groups;

/// <summary>All groups. Which broker may answer for one is the brokers' matter; when a broker is paused its groups are here still, as after a hand-over.</summary>
public sealed partial class GroupCoordinator
{
    public const int ShortestSessionMs = 6_000;
    public const int LongestSessionMs = 1_800_000;

    /// <summary>Held while it is decided whether an id is a classic group's or one of the new protocol's.</summary>
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ConsumerGroupTimes _times;
    private readonly long _startedMs;

    public GroupCoordinator(OffsetStore offsets, ConsumerGroupTimes times, TimeProvider time)
    {
        (Offsets, _times, _time) = (offsets, times, time);
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

    /// <summary>The classic group, or null when it has neither members nor offsets, or is one of the new protocol.</summary>
    public Group? Find(string id)
    {
        lock (_gate)
        {
            return _consumers.ContainsKey(id) ? null
                : _groups.TryGetValue(id, out var group) ? group
                : Offsets.Has(id) ? GetOrAdd(id)
                : null;
        }
    }

    public async Task<JoinGroupResponse> Join(
        JoinGroupRequest request,
        short version,
        string clientId,
        string clientHost
    )
    {
        if (request.GroupId.Length == 0)
        {
            return new() { Error = ErrorCode.InvalidGroupId };
        }

        if (request.SessionTimeoutMs is < ShortestSessionMs or > LongestSessionMs)
        {
            return new() { Error = ErrorCode.InvalidSessionTimeout, MemberId = request.MemberId };
        }

        var id = NewId.Member(request.GroupInstanceId ?? clientId);
        while (true)
        {
            var newcomer = new Member(id, request.GroupInstanceId, clientId, clientHost);
            if (ForJoin(request.GroupId) is not { } group)
            {
                return new() { Error = ErrorCode.InconsistentGroupProtocol, MemberId = request.MemberId };
            }

            if (group.TryJoin(request, version, newcomer, out var answer))
            {
                return await answer;
            }
        }
    }

    public ErrorCode Delete(string id)
    {
        lock (_gate)
        {
            var consumers = _consumers.GetValueOrDefault(id);
            var group = Find(id);
            if (consumers is null && group is null)
            {
                return ErrorCode.GroupIdNotFound;
            }

            if (!(consumers?.TryDie() ?? group!.TryDie()))
            {
                return ErrorCode.NonEmptyGroup;
            }

            _consumers.TryRemove(id, out _);
            _groups.TryRemove(id, out _);
            Offsets.Record(new OffsetEvent.GroupForgotten(id));
            return ErrorCode.None;
        }
    }

    /// <summary>The classic group a commit goes to; the first commit makes it.</summary>
    public Group ForCommit(string id) => GetOrAdd(id);

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

    private Group GetOrAdd(string id) =>
        _groups.GetOrAdd(id, key => new Group(key, Offsets.ProtocolTypeOf(key), _time));
}
