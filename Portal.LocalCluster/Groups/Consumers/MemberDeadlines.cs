namespace Portal.LocalCluster.Groups.Consumers;

/// <summary>What a member is removed for when it doesn't come in time.</summary>
internal enum MemberDeadline
{
    /// <summary>Any request of the member.</summary>
    Session,

    /// <summary>A heartbeat that says that partitions were given up.</summary>
    Revocation,

    /// <summary>Of a classic member: the join that a rebalance asks for.</summary>
    Rejoin,

    /// <summary>Of a classic member: the sync after its join.</summary>
    Sync,
}

/// <summary>The deadlines of a group's members.</summary>
internal sealed class MemberDeadlines(TimeProvider time)
{
    private readonly Dictionary<(string Member, MemberDeadline Kind), (int Epoch, long Until)> _deadlines = [];

    public void Set(ConsumerMember member, MemberDeadline kind, TimeSpan span) =>
        _deadlines[(member.Id, kind)] = (
            member.Epoch,
            time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency)
        );

    /// <summary>A deadline that was set in the member's present epoch stays.</summary>
    public void SetOnce(ConsumerMember member, MemberDeadline kind, TimeSpan span)
    {
        if (!_deadlines.TryGetValue((member.Id, kind), out var set) || set.Epoch != member.Epoch)
        {
            Set(member, kind, span);
        }
    }

    public void Clear(ConsumerMember member, MemberDeadline kind) => _deadlines.Remove((member.Id, kind));

    public bool IsMissed(ConsumerMember member) =>
        Enum.GetValues<MemberDeadline>()
            .Any(kind => _deadlines.TryGetValue((member.Id, kind), out var set) && set.Until < time.GetTimestamp());

    /// <summary>Forgets all others.</summary>
    public void KeepOnly(IEnumerable<ConsumerMember> members)
    {
        var ids = members.Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _deadlines.Keys.Where(each => !ids.Contains(each.Member)).ToArray())
        {
            _deadlines.Remove(gone);
        }
    }
}
