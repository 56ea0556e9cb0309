using System.Collections.Immutable;

namespace Portal.Core.Health;

/// <summary>Who is in a group, as its coordinator said when it was last asked: less often than offsets.</summary>
/// <param name="Members">By client, then by their own ids.</param>
/// <param name="AnsweredAt">When that was.</param>
/// <param name="Answered">False: it was not told since, so who is in it now is unknown.</param>
public sealed record Membership(ImmutableArray<GroupMember> Members, DateTimeOffset AnsweredAt, bool Answered)
{
    /// <summary>There are members, and none has anything: so a classic group is described while it rebalances.</summary>
    public static bool IsRebalancing(ImmutableArray<GroupMember> members) =>
        members.Length > 0
        && members.All(m => m.Assigned is { } assigned && assigned.All(topic => topic.Partitions.IsEmpty));

    /// <summary>Who reads a partition. In a share group several may; where a member's share can't be read, it is left out.</summary>
    public IEnumerable<GroupMember> ReadersOf(string topic, int partition) =>
        Members.Where(member =>
            member.Assigned is { } assigned
            && assigned.Any(a => a.Topic == topic && a.Partitions.AsSpan().BinarySearch(partition) >= 0)
        );
}

/// <param name="InstanceId">The name of a static member.</param>
/// <param name="Host">Its address, as the broker sees it.</param>
/// <param name="Assigned">By topic; null where it can't be read, because the group doesn't speak the protocol of consumers.</param>
public sealed record GroupMember(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string Host,
    ImmutableArray<AssignedTopic>? Assigned
);

/// <param name="Partitions">Ascending.</param>
public sealed record AssignedTopic(string Topic, ImmutableArray<int> Partitions);
