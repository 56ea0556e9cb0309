using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// A classic group: members join, their leader assigns, everybody syncs, and whoever comes, goes or falls silent starts the next
/// round. One thing at a time: every public method takes the group's lock, and answers that have to wait are tasks.
/// </summary>
public sealed partial class Group(string id, string protocolType, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);

    /// <summary>Ids given out to newcomers that haven't come back with them yet, and until when they may.</summary>
    private readonly Dictionary<string, long> _promised = new(StringComparer.Ordinal);
    private string _protocolType = protocolType;
    private string? _protocol;
    private string? _leader;
    private int _generation;

    /// <summary>When the present phase of a rebalance ends, whoever is missing.</summary>
    private long _phaseEnds;
    private GroupState _state = GroupState.Empty;

    public string Id { get; } = id;

    /// <summary>When the last member left, Unix milliseconds.</summary>
    public long EmptySinceMs { get; private set; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    public GroupState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    public string ProtocolType
    {
        get
        {
            lock (_gate)
            {
                return _protocolType;
            }
        }
    }

    /// <summary>Marks the group deleted if nobody is in it.</summary>
    public bool TryDie()
    {
        lock (_gate)
        {
            if (_state != GroupState.Empty || _promised.Count > 0)
            {
                return false;
            }

            _state = GroupState.Dead;
            return true;
        }
    }

    /// <summary>Drops who fell silent and ends phases that took too long.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            foreach (var (promised, until) in _promised)
            {
                if (until < now)
                {
                    _promised.Remove(promised);
                }
            }

            foreach (var silent in _members.Values.Where(member => !member.Waits && member.AliveUntil < now).ToArray())
            {
                Remove(silent);
            }

            if (_phaseEnds < now && _state == GroupState.PreparingRebalance)
            {
                CompleteJoin();
            }
            else if (_phaseEnds < now && _state == GroupState.CompletingRebalance)
            {
                _members.Values.Where(member => member.Syncing is null).ToList().ForEach(Remove);
            }
            else
            {
                CompleteJoinIfAllAreHere();
            }
        }
    }

    public ErrorCode Heartbeat(HeartbeatRequest request)
    {
        lock (_gate)
        {
            if (
                FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationId)
                is var fault
                    and not ErrorCode.None
            )
            {
                return fault;
            }

            Touch(_members[request.MemberId]);
            return _state == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    public ErrorCode Leave(LeaveGroupRequest.Member leaving)
    {
        lock (_gate)
        {
            if (leaving.MemberId.Length > 0 && _promised.Remove(leaving.MemberId))
            {
                CompleteJoinIfAllAreHere();
                return ErrorCode.None;
            }

            var member = leaving.GroupInstanceId is { } instance
                ? _members.Values.FirstOrDefault(each => each.InstanceId == instance)
                : _members.GetValueOrDefault(leaving.MemberId);
            if (member is null)
            {
                return ErrorCode.UnknownMemberId;
            }

            if (leaving.MemberId.Length > 0 && leaving.MemberId != member.Id)
            {
                return ErrorCode.FencedInstanceId;
            }

            Remove(member);
            return ErrorCode.None;
        }
    }

    /// <summary>Whether this committer may commit: a member of the present generation, or anybody while there are no members.</summary>
    public ErrorCode CommitFault(OffsetCommitRequest request)
    {
        lock (_gate)
        {
            if (_state == GroupState.Empty && request.GenerationIdOrMemberEpoch < 0)
            {
                return ErrorCode.None;
            }

            var fault = FaultOf(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch);
            if (fault != ErrorCode.None)
            {
                return fault;
            }

            Touch(_members[request.MemberId]);
            return _state == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    private ErrorCode FaultOf(string memberId, string? instanceId, int generation)
    {
        if (
            instanceId is not null
            && _members.Values.FirstOrDefault(each => each.InstanceId == instanceId) is { } named
        )
        {
            return named.Id != memberId ? ErrorCode.FencedInstanceId
                : generation != _generation ? ErrorCode.IllegalGeneration
                : ErrorCode.None;
        }

        return !_members.ContainsKey(memberId) ? ErrorCode.UnknownMemberId
            : generation != _generation ? ErrorCode.IllegalGeneration
            : ErrorCode.None;
    }

    private void Touch(Member member) => member.AliveUntil = After(member.SessionTimeout);

    private long After(TimeSpan span) => time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);

    private void Remove(Member member)
    {
        _members.Remove(member.Id);
        member.Joining?.TrySetResult(new() { Error = ErrorCode.UnknownMemberId, MemberId = member.Id });
        member.Syncing?.TrySetResult(new() { Error = ErrorCode.UnknownMemberId });
        if (_members.Count == 0)
        {
            BecomeEmpty();
        }
        else if (_state == GroupState.PreparingRebalance)
        {
            CompleteJoinIfAllAreHere();
        }
        else
        {
            PrepareRebalance();
        }
    }

    private void BecomeEmpty()
    {
        _state = GroupState.Empty;
        _generation++;
        (_leader, _protocol) = (null, null);
        EmptySinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
