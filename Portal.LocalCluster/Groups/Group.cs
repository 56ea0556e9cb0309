using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// A classic group: members join, their leader assigns, everybody syncs, and whoever comes, goes or falls silent starts the next
/// round. One thing at a time: every public method takes the group's lock, and answers that have to wait are tasks.
/// </summary>
public sealed partial class Group(string id, string protocolType, TimeProvider time) : ICoordinatedGroup
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
