namespace Portal.LocalCluster.Log;

/// <summary>Which part of a log compaction may look at: what it knows already lies before it, what still changes behind it.</summary>
public readonly record struct CompactionRange(long FirstDirty, long End)
{
    /// <summary>What is due now; null when nothing is.</summary>
    /// <param name="firstDirty">Where the last compaction came to.</param>
    /// <param name="lastStable">What isn't decided yet is never compacted.</param>
    public static CompactionRange? Of(
        IReadOnlyList<Segment> segments,
        long firstDirty,
        long lastStable,
        CompactionSettings settings,
        long nowUnixMilliseconds
    )
    {
        if (segments.Count < 2)
        {
            return null;
        }

        var start = segments[0].BaseOffset;
        firstDirty = firstDirty < start || firstDirty > segments[^1].BaseOffset ? start : firstDirty;
        var closed = segments.Take(segments.Count - 1).ToList();
        var end = Compactable(closed, segments[^1].BaseOffset, firstDirty, lastStable, settings, nowUnixMilliseconds);
        var dirty = closed.Where(each => each.NextOffset > firstDirty && each.BaseOffset < end).ToList();
        var dirtyBytes = dirty.Sum(each => (double)each.Length);
        var cleanBytes = closed.Where(each => each.BaseOffset < firstDirty).Sum(each => (double)each.Length);
        if (dirtyBytes == 0)
        {
            return null;
        }

        var isOverdue =
            settings.MaxLag is { } most
            && closed
                .Where(each => each.NextOffset > firstDirty && each.FirstTimestamp > 0)
                .Select(each => each.FirstTimestamp)
                .DefaultIfEmpty(long.MaxValue)
                .Min()
                < nowUnixMilliseconds - most.TotalMilliseconds;
        return isOverdue || dirtyBytes / (cleanBytes + dirtyBytes) > settings.MinDirtyRatio
            ? new CompactionRange(firstDirty, end)
            : null;
    }

    private static long Compactable(
        List<Segment> closed,
        long active,
        long firstDirty,
        long lastStable,
        CompactionSettings settings,
        long now
    )
    {
        var undecided = closed.FirstOrDefault(each => each.NextOffset > lastStable)?.BaseOffset ?? active;
        var young =
            settings.MinLag > TimeSpan.Zero
                ? closed.FirstOrDefault(each =>
                    each.NextOffset > firstDirty && each.NewestTimestamp > now - settings.MinLag.TotalMilliseconds
                )
                : null;
        return Math.Min(undecided, young?.BaseOffset ?? active);
    }
}
