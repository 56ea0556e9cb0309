using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups.Consumers;

namespace Portal.LocalCluster.Groups;

/// <summary>What members of the classic protocol request, and whoever commits: of a group of either protocol.</summary>
public sealed partial class GroupCoordinator
{
    /// <summary>The classic group, or null when it has neither members nor offsets, or is one of the new protocol.</summary>
    public Group? Find(string id)
    {
        lock (_gate)
        {
            return Present(id) as Group;
        }
    }

    /// <summary>The group of the new protocol, or null when there is none of this id.</summary>
    public ConsumerGroup? FindConsumers(string id)
    {
        lock (_gate)
        {
            return Present(id) as ConsumerGroup;
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
            if (ForJoin(request.GroupId).TryJoin(request, version, newcomer, out var answer))
            {
                return await answer;
            }
        }
    }

    public Task<SyncGroupResponse> Sync(SyncGroupRequest request)
    {
        while (Look(request.GroupId) is { } group)
        {
            if (group.TrySync(request, out var answer))
            {
                return answer;
            }
        }

        return Task.FromResult(new SyncGroupResponse { Error = ErrorCode.UnknownMemberId });
    }

    /// <summary>What the group answers, of whichever protocol it is then; null when there is none.</summary>
    public ErrorCode? Ask(string id, Func<ICoordinatedGroup, ErrorCode?> request)
    {
        while (Look(id) is { } group)
        {
            if (request(group) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>Makes a classic group of the id if there is none: its first commit is about to come.</summary>
    public void Ensure(string id)
    {
        lock (_gate)
        {
            _ = Present(id) ?? GetOrAdd(id);
        }
    }

    private ICoordinatedGroup? Look(string id)
    {
        lock (_gate)
        {
            return Present(id);
        }
    }

    /// <summary>The group as it is now. Only under the gate.</summary>
    private ICoordinatedGroup? Present(string id)
    {
        if (_consumers.TryGetValue(id, out var consumers))
        {
            if (consumers.Successor is not { } successor)
            {
                return consumers;
            }

            _groups[id] = successor;
            _consumers.TryRemove(id, out _);
        }

        return _groups.TryGetValue(id, out var group) ? group
            : Offsets.Has(id) ? GetOrAdd(id)
            : null;
    }

    private Group GetOrAdd(string id) =>
        _groups.GetOrAdd(id, key => new Group(key, Offsets.ProtocolTypeOf(key), _time));
}
