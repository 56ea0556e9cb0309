namespace Portal.Core.Health;

/// <summary>
/// Which member stands still: one that commits nowhere, or one that commits on its other partitions and leaves these
/// out. Pure.
/// </summary>
internal static class StalledReason
{
    /// <summary>Null where it isn't about one member: none is known, all of them rebalance, or several stand still.</summary>
    public static string? Of(GroupSnapshot group)
    {
        if (
            group.Membership is not { Answered: true } membership
            || membership.Members.Any(m => m.Assigned is null)
            || Membership.IsRebalancing(membership.Members)
        )
        {
            return null;
        }

        var sick = group.Partitions.Where(p => p.Status == LagStatus.Stalled).ToList();
        var owners = sick.SelectMany(p => membership.ReadersOf(p.Topic, p.Partition)).Distinct().ToList();
        return owners switch
        {
            [] when membership.Members.Length > 0 =>
                $"No member is assigned {Places(sick)}: nothing was committed there{For(sick, group)}{Waiting(sick)}.",
            [var owner] when sick.TrueForAll(p => membership.ReadersOf(p.Topic, p.Partition).Any()) => Of(
                group,
                owner,
                sick
            ),
            _ => null,
        };
    }

    private static string? Of(GroupSnapshot group, GroupMember owner, List<GroupPartition> sick)
    {
        var its = group
            .Partitions.Where(p => group.Membership!.ReadersOf(p.Topic, p.Partition).Contains(owner))
            .ToList();
        var elsewhere = its.Except(sick).Max(p => p.MovedAt);
        var name = owner.InstanceId ?? owner.ClientId;
        if (elsewhere is { } at && !(at <= sick.Max(p => p.MovedAt)))
        {
            var ago = StatusReason.Ago(group.CycleAt - at);
            return $"{name} commits on its other partitions (last {ago} ago), but not on {Places(sick)}{For(sick, group)}{Waiting(sick)}.";
        }

        return group.Membership!.Members.Length == 1
            ? null
            : $"{name} has committed nothing on any of its {Count(its.Count)}{For(sick, group)}{Waiting(sick)}.";
    }

    private static string Places(List<GroupPartition> sick) =>
        sick is [var one] ? $"partition {one.Partition} of {one.Topic}"
        : sick.TrueForAll(p => p.Topic == sick[0].Topic)
            ? $"partitions {string.Join(", ", sick.Select(p => p.Partition).Order().Take(5))}{(sick.Count > 5 ? ", …" : "")} of {sick[0].Topic}"
        : Count(sick.Count);

    private static string Count(int partitions) => partitions == 1 ? "1 partition" : $"{partitions} partitions";

    private static string For(List<GroupPartition> sick, GroupSnapshot group) =>
        sick.Max(p => p.MovedAt) is { } at ? $" for {StatusReason.Ago(group.CycleAt - at)}" : "";

    private static string Waiting(List<GroupPartition> sick) =>
        StatusReason.Waiting(Amount.Sum(sick.Select(p => p.Unread)));
}
