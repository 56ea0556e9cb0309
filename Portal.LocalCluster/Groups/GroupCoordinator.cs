using System.Collections.Concurrent;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

/// <summary>All groups. Which broker may answer for one is the brokers' matter; when a broker is paused its groups are here still, as after a hand-over.</summary>
public sealed class GroupCoordinator(OffsetStore offsets, TimeProvider time)
{
    public const int ShortestSessionMs = 6_000;
    public const int LongestSessionMs = 1_800_000;

    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly long _startedMs = time.GetUtcNow().ToUnixTimeMilliseconds();

    public OffsetStore Offsets { get; } = offsets;

    public IEnumerable<string> Ids => _groups.Keys.Union(Offsets.Groups, StringComparer.Ordinal);

    /// <summary>The group, or null when it has neither members nor offsets.</summary>
    public Group? Find(string id) =>
        _groups.TryGetValue(id, out var group) ? group
        : Offsets.Has(id) ? GetOrAdd(id)
        : null;

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
            if (GetOrAdd(request.GroupId).TryJoin(request, version, newcomer, out var answer))
            {
                return await answer;
            }
        }
    }

    public ErrorCode Delete(string id)
    {
        if (Find(id) is not { } group)
        {
            return ErrorCode.GroupIdNotFound;
        }

        if (!group.TryDie())
        {
            return ErrorCode.NonEmptyGroup;
        }

        _groups.TryRemove(new(id, group));
        Offsets.Record(new OffsetEvent.GroupForgotten(id));
        return ErrorCode.None;
    }

    /// <summary>The group a commit goes to; the first commit makes it.</summary>
    public Group ForCommit(string id) => GetOrAdd(id);

    /// <summary>Moves time on for the groups that have members or wait for some.</summary>
    public void Tick()
    {
        foreach (var group in _groups.Values)
        {
            group.Tick();
        }
    }

    /// <summary>Forgets groups that nobody was in, and nobody committed for, so long.</summary>
    public void Expire(TimeSpan retention)
    {
        var expired = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)retention.TotalMilliseconds;
        foreach (var id in Ids)
        {
            // Who was in a group before the start isn't known: its members may be on their way back.
            var emptySince = _groups.GetValueOrDefault(id)?.EmptySinceMs ?? _startedMs;
            if (emptySince < expired && !Offsets.HasPending(id) && Offsets.Of(id).All(offset => offset.AtMs < expired))
            {
                Delete(id);
            }
        }
    }

    private Group GetOrAdd(string id) => _groups.GetOrAdd(id, key => new Group(key, Offsets.ProtocolTypeOf(key), time));
}
