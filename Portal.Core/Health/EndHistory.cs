namespace Portal.Core.Health;

/// <summary>
/// Where a partition's end was, and when: enough to tell how old an offset is. Recent pairs lie close, old ones thin
/// out, so that hours fit into a fixed number; idle partitions keep two.
/// </summary>
public sealed class EndHistory
{
    private const int Most = 64;
    private readonly List<(long At, long End)> _pairs = new(4);

    public int Count => _pairs.Count;

    /// <summary>Pairs come in the order of time; an end that went back (an unclean election) forgets what lay beyond it.</summary>
    public void Add(DateTimeOffset at, long end)
    {
        var now = at.ToUnixTimeMilliseconds();
        if (_pairs.Count > 0 && now <= _pairs[^1].At)
        {
            return;
        }

        _pairs.RemoveAll(pair => pair.End > end);
        if (_pairs.Count > 1 && _pairs[^1].End == end && _pairs[^2].End == end)
        {
            _pairs[^1] = (now, end);
            return;
        }

        _pairs.Add((now, end));
        if (_pairs.Count > Most)
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
        if (_pairs.Count == 0)
        {
            return TimeLag.Unknown;
        }

        if (committed >= _pairs[^1].End)
        {
            return TimeLag.None;
        }

        var before = _pairs.FindLastIndex(pair => pair.End <= committed);
        if (before < 0)
        {
            return new TimeLag(Age(_pairs[0].At, now), AtLeast: true);
        }

        var (low, high) = (_pairs[before], _pairs[before + 1]);
        var part = (double)(committed - low.End) / (high.End - low.End);
        return TimeLag.Of(Age(low.At + (long)(part * (high.At - low.At)), now));
    }

    /// <summary>The clock was set back by so much: all pairs stay as old as they were.</summary>
    public void SetBack(TimeSpan by)
    {
        for (var i = 0; i < _pairs.Count; i++)
        {
            _pairs[i] = (_pairs[i].At - (long)by.TotalMilliseconds, _pairs[i].End);
        }
    }

    private static TimeSpan Age(long then, DateTimeOffset now) =>
        TimeSpan.FromMilliseconds(Math.Max(0, now.ToUnixTimeMilliseconds() - then));

    // Out goes the pair whose neighbours are closest in proportion to its age: what is lost is a small part of the answer.
    private void Thin(long now)
    {
        var (least, cost) = (1, double.MaxValue);
        for (var i = 1; i < _pairs.Count - 2; i++)
        {
            var gap = (double)(_pairs[i + 1].At - _pairs[i - 1].At) / (now - _pairs[i].At);
            if (gap < cost)
            {
                (least, cost) = (i, gap);
            }
        }

        _pairs.RemoveAt(least);
    }
}
