using Portal.Core.Health.Readings;

namespace Portal.Core.Health.Snapshots;

/// <summary>The newest frame of each chunk and one from about a minute before, to tell rates by.</summary>
internal sealed class RecentFrames
{
    // Offsets, and when they were answered: what else an earlier cycle has is of nobody's interest.
    private const int ColumnsOfEarlier = 2;
    private readonly LinkedList<CycleFrames> _cycles = new();

    public DateTimeOffset? NewestAt => _cycles.Last?.Value.At;

    public void Add(CycleFrames cycle)
    {
        if (_cycles.Last is { } former)
        {
            former.Value = Thinned(former.Value);
        }

        _cycles.AddLast(cycle);
        while (_cycles.First!.Next is { } second && cycle.At - second.Value.At >= Pace.Over)
        {
            _cycles.RemoveFirst();
        }
    }

    public Frame? Newest(int chunk) => _cycles.Last?.Value.Chunks.GetValueOrDefault(chunk);

    /// <summary>The chunk's frame of a minute ago, or the oldest since, if that is another than the newest.</summary>
    public Frame? Before(int chunk)
    {
        for (var cycle = _cycles.First; cycle is not null && cycle != _cycles.Last; cycle = cycle.Next)
        {
            if (cycle.Value.Chunks.TryGetValue(chunk, out var frame))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>The newest cycle in which a group's offset was seen to have moved; null: not among these.</summary>
    public DateTimeOffset? MovedAt(int chunk, int slot)
    {
        for (var cycle = _cycles.Last; cycle?.Previous is { } earlier; cycle = earlier)
        {
            if (
                cycle.Value.Chunks.TryGetValue(chunk, out var now)
                && earlier.Value.Chunks.TryGetValue(chunk, out var then)
                && slot < Math.Min(now.Length, then.Length)
                && then.Of(GroupColumn.Committed, slot) != Column.Absent
                && now.Of(GroupColumn.Committed, slot) != then.Of(GroupColumn.Committed, slot)
            )
            {
                return now.At;
            }
        }

        return null;
    }

    /// <summary>How fast an offset moves, a second; null unless it was answered in both frames.</summary>
    public double? Rate(int chunk, int slot, int offset, int answered)
    {
        return
            Newest(chunk) is { } now
            && Before(chunk) is { } then
            && slot < then.Length
            && now.Columns[answered][slot] == AnswerTime.InThisCycle
            && then.Columns[answered][slot] == AnswerTime.InThisCycle
            ? Pace.Rate(then.At, then.Columns[offset][slot], now.At, now.Columns[offset][slot])
            : null;
    }

    private static CycleFrames Thinned(CycleFrames cycle) =>
        cycle with
        {
            Chunks = cycle.Chunks.ToDictionary(
                chunk => chunk.Key,
                chunk => chunk.Value with { Columns = [.. chunk.Value.Columns.Take(ColumnsOfEarlier)] }
            ),
        };
}
