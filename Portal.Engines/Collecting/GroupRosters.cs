using System.Collections.Immutable;
using Portal.Kafka.Groups;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>Who is in each group, in one order: the same members are told in the same words each time.</summary>
internal static class GroupRosters
{
    /// <summary>Groups whose members weren't told are left out.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<Core.Health.GroupMember>> Of(
        IEnumerable<GroupDescription> told,
        EngineNames names
    )
    {
        var rosters = new Dictionary<string, ImmutableArray<Core.Health.GroupMember>>(StringComparer.Ordinal);
        foreach (var group in told.Where(group => group.Error == ErrorCode.None))
        {
            rosters[names.Shown(group.Name)] =
            [
                .. group
                    .Members.Select(member => Of(member, names))
                    .OrderBy(member => member.ClientId, StringComparer.Ordinal)
                    .ThenBy(member => member.InstanceId ?? member.MemberId, StringComparer.Ordinal),
            ];
        }

        return rosters;
    }

    private static Core.Health.GroupMember Of(GroupMember member, EngineNames names) =>
        new(
            EngineText.Name(member.MemberId),
            string.IsNullOrEmpty(member.InstanceId) ? null : EngineText.Name(member.InstanceId),
            EngineText.Name(member.ClientId),
            // Brokers write the address as Java does: with a name before the slash, or none.
            EngineText.Name(member.ClientHost.TrimStart('/')),
            member.Assigned is null
                ? null
                :
                [
                    .. member
                        .Assigned.OrderBy(topic => topic.Topic, StringComparer.Ordinal)
                        .Select(topic => new Core.Health.AssignedTopic(
                            names.Shown(topic.Topic),
                            [.. topic.Partitions.Order()]
                        )),
                ]
        );
}
