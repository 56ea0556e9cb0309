using Portal.Core.Access;
using Portal.Core.Health;

namespace Portal.Core.Catalogue;

/// <summary>
/// When a grant was last seen in use, from consumer groups alone: Kafka doesn't show who else reads or writes. A group counts for a principal only where no
/// other principal may use it; what isn't known is said to be, and never taken for “never”.
/// </summary>
/// <param name="At">Null: not known.</param>
/// <param name="Group">The consumer group that was seen; null: not known.</param>
/// <param name="Words">What was seen, or why it isn't known: a sentence.</param>
public sealed record AccessUse(DateTimeOffset? At, string? Group, string Words)
{
    /// <param name="around">With all that is allowed on groups of its cluster.</param>
    /// <param name="seen">The cluster as it was last read; null: it isn't.</param>
    public static AccessUse Of(AccessRow grant, AccessAround around, ClusterSnapshot? seen) =>
        (grant.Spec, around.Source?.Reading, seen) switch
        {
            _ when grant.Granted is null => NotKnown("It isn't in force, so nothing that is seen comes of it."),
            ({ Mode: AccessMode.Manage }, _, _) => NotKnown(
                "Kafka doesn't show who looks at settings or changes them."
            ),
            ({ Mode: not AccessMode.Read }, _, _) => NotKnown("Kafka doesn't show who writes to a topic."),
            (_, null or { ReadAt: null }, _) => NotKnown(
                "The cluster's ACLs haven't been read, so who may use which consumer group isn't known."
            ),
            (_, { IsOff: true }, _) => NotKnown(
                "The cluster enforces no ACLs, so every client may use every consumer group."
            ),
            (_, _, null) => NotKnown("The cluster's consumer groups haven't been read."),
            var (spec, _, cluster) => Reads(spec, grant.Granted!.GrantedAt, around, cluster!),
        };

    // What was seen before it was granted came of something else.
    private static AccessUse Reads(AccessSpec spec, DateTimeOffset since, AccessAround around, ClusterSnapshot cluster)
    {
        var groups = cluster
            .Groups.Values.Where(g => g.Name.StartsWith(spec.Group ?? "", StringComparison.Ordinal))
            .Select(g => (Group: g, At: Last(g, spec)))
            .Where(g => g.At is not null || Tracks(g.Group, spec))
            .ToList();
        var own = groups.Where(g => Others(g.Group.Name, spec, around) is null).ToList();
        return (groups, own.Where(g => g.At >= since).OrderByDescending(g => g.At).ToList()) switch
        {
            (_, [(var group, { } at), ..]) => new(
                at,
                group.Name,
                $"The consumer group {group.Name}, which no other principal may use, was seen reading."
            ),
            ([], _) => NotKnown(
                $"No consumer group whose name begins with {spec.Group} is seen on it. A client that commits no offsets isn't seen."
            ),
            ([var (first, _), ..], _) when own.Count == 0 => NotKnown(
                $"{Others(first.Name, spec, around)} may use the consumer group {first.Name} too, so it isn't known who reads."
            ),
            _ when own.Any(g => g.At is not null) => NotKnown(
                $"The consumer group {own.First(g => g.At is not null).Group.Name} was seen reading before this was granted, and not since."
            ),
            _ => NotKnown($"The consumer group {own[0].Group.Name} is there, and no commit of it was seen yet."),
        };
    }

    private static AccessUse NotKnown(string why) => new(null, null, why);

    // A principal that may use the group as well; everybody counts.
    private static string? Others(string group, AccessSpec spec, AccessAround around) =>
        GroupUsers.Other(around.OnGroups, group, spec.Principal);

    private static DateTimeOffset? Last(GroupSnapshot group, AccessSpec spec)
    {
        var moved = group.Partitions.Where(p => IsMeant(p.Topic, spec)).Max(p => p.MovedAt);
        var assigned =
            group.Membership is { } known
            && known.Members.Any(m => m.Assigned is { } topics && topics.Any(t => IsMeant(t.Topic, spec)))
                ? known.AnsweredAt
                : (DateTimeOffset?)null;
        return assigned is null || moved > assigned ? moved : assigned;
    }

    private static bool Tracks(GroupSnapshot group, AccessSpec spec) =>
        group.Partitions.Any(partition => IsMeant(partition.Topic, spec));

    private static bool IsMeant(string topic, AccessSpec spec) =>
        new Acl(spec.Principal, AclOperation.Read, AclResource.Topic, spec.Pattern, spec.Topic).AppliesTo(
            AclResource.Topic,
            topic
        );
}
