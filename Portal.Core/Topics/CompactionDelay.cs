namespace Portal.Core.Topics;

/// <summary>How long compaction waits before it removes something. A shorter wait lets the next one remove what a stopped consumer hasn't read.</summary>
public static class CompactionDelay
{
    /// <summary>What a lower value lets compaction remove; null for a setting that isn't such a wait.</summary>
    public static string? Removes(string setting) =>
        setting switch
        {
            "delete.retention.ms" => "tombstones of deleted keys",
            "min.compaction.lag.ms" or "max.compaction.lag.ms" => "older values of keys",
            _ => null,
        };

    /// <summary>What such moves let compaction remove together; null where one of them is of another setting.</summary>
    public static string? Removes(IEnumerable<ConfigMove> moves)
    {
        var removed = moves.Select(move => Removes(move.Name)).Distinct(StringComparer.Ordinal).ToList();
        return removed.Contains(null) ? null : string.Join(" and ", removed);
    }
}
