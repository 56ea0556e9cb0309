using System.Collections.Immutable;
using Portal.Kafka.Groups;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Who is in each group, in one order: the same members are told in the same words each time.</summary>
internal static class GroupRosters
{
    /// <summary>Groups whose members weren't told are left out.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<Core.Health.GroupMember>> Of(
        IEnumerable<GroupDescription> told
    ) =>
        told.Where(group => group.Error == ErrorCode.None)
            .ToDictionary(
                group => group.Name,
                group =>
                    group
                        .Members.Select(Of)
                        .OrderBy(member => member.ClientId, StringComparer.Ordinal)
                        .ThenBy(member => member.InstanceId ?? member.MemberId, StringComparer.Ordinal)
                        .ToImmutableArray(),
                StringComparer.Ordinal
            );

    private static Core.Health.GroupMember Of(GroupMember member) =>
        new(
            member.MemberId,
            string.IsNullOrEmpty(member.InstanceId) ? null : member.InstanceId,
            member.ClientId,
            // Brokers write the address as Java does: with a name before the slash, or none.
            member.ClientHost.TrimStart('/'),
            member.Assigned is null
                ? null
                :
                [
                    .. member
                        .Assigned.OrderBy(topic => topic.Topic, StringComparer.Ordinal)
                        .Select(topic => new Core.Health.AssignedTopic(topic.Topic, [.. topic.Partitions.Order()])),
                ]
        );
}
