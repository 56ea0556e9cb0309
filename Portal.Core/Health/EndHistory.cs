namespace Portal.Core.Health;

/// <summary>
/// Where a partition's end was, and when: enough to tell how old an offset is. Recent pairs lie close, old ones thin
/// out, so that hours fit into a fixed number; idle partitions keep two.
/// </summary>
public sealed class EndHistory
{
    private const int Most = 64;

    // No list: most hold two, and there is one for each partition that is read.
    private (long At, long End)[] _pairs = [];

    public int Count { get; private set; }

    private Span<(long At, long End)> Pairs => _pairs.AsSpan(0, Count);

    /// <summary>Pairs come in the order of time; an end that went back (an unclean election) forgets what lay beyond it.</summary>
    public void Add(DateTimeOffset at, long end)
    {
        var now = at.ToUnixTimeMilliseconds();
        if (Count > 0 && now <= Pairs[^1].At)
        {
            return;
        }

        // So ends never go back from one pair to the next.
        while (Count > 0 && Pairs[^1].End > end)
        {
            Count--;
        }

        if (Count > 1 && Pairs[^1].End == end && Pairs[^2].End == end)
        {
            Pairs[^1] = (now, end);
            return;
        }

        if (Count == _pairs.Length)
        {
            Array.Resize(ref _pairs, Math.Clamp(2 * Count, 2, Most + 1));
        }

        _pairs[Count++] = (now, end);
        if (Count > Most)
        {
            Thin(now);
        }
    }

    /// <summary>
    /// The age of the oldest record not yet read: since when the end has been beyond <paramref name="committed"/>,
    /// interpolated. "At least" where the history doesn't reach back so far.
    /// </summary>
    public TimeLag Behind(long committed, DateTimeOffset now)
    {
        if (Count == 0)
        {
            return TimeLag.Unknown;
        }

        var pairs = Pairs;
        if (committed >= pairs[^1].End)
        {
            return TimeLag.None;
        }

        var before = Count - 1;
        while (before >= 0 && pairs[before].End > committed)
        {
            before--;
        }

        if (before < 0)
        {
            return new TimeLag(Age(pairs[0].At, now), AtLeast: true);
        }

        var (low, high) = (pairs[before], pairs[before + 1]);
        var part = (double)(committed - low.End) / (high.End - low.End);
        return TimeLag.Of(Age(low.At + (long)(part * (high.At - low.At)), now));
    }

    /// <summary>The clock was set back by so much: all pairs stay as old as they were.</summary>
    public void SetBack(TimeSpan by)
    {
        foreach (ref var pair in Pairs)
        {
            pair.At -= (long)by.TotalMilliseconds;
        }
    }

    private static TimeSpan Age(long then, DateTimeOffset now) =>
        TimeSpan.FromMilliseconds(Math.Max(0, now.ToUnixTimeMilliseconds() - then));

    // Out goes the pair whose neighbours are closest in proportion to its age: what is lost is a small part of the answer.
    private void Thin(long now)
    {
        var (least, cost) = (1, double.MaxValue);
        for (var i = 1; i < Count - 2; i++)
        {
            var gap = (double)(_pairs[i + 1].At - _pairs[i - 1].At) / (now - _pairs[i].At);
            if (gap < cost)
            {
                (least, cost) = (i, gap);
            }
        }

        Pairs[(least + 1)..].CopyTo(Pairs[least..]);
        Count--;
    }
}
