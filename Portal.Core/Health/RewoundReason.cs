namespace Portal.Core.Health;

/// <summary>Where offsets were reset, and whether it catches up all the same. Pure.</summary>
internal static class RewoundReason
{
    public static string Of(GroupSnapshot group)
    {
        var sick = group.Partitions.Where(p => p.Status == LagStatus.Rewound).ToList();
        // How far back isn't known here, and what was unread before is read for the first time.
        var again = Amount.Sum(sick.Select(p => p.Unread));
        return $"Its offset was reset backwards{StatusReason.On(sick.Count, group)}: up to {again} messages to read again{Growth(group)}{StatusReason.Rates(group)}.";
    }

    private static string Growth(GroupSnapshot group)
    {
        if (!CatchUp.FallsBehind(group))
        {
            return "";
        }

        var falling = group.Partitions.Count(p => p.Status == LagStatus.FallingBehind);
        var what = falling > 0 ? $"Its lag keeps growing{StatusReason.On(falling, group)}" : "It isn't catching up";
        return $". {what}: {group.Lag} messages behind{StatusReason.Grown(group)}";
    }
}
