using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>Watches one group on one topic through the frames of a stretch of time. Pure.</summary>
internal sealed class ReaderWatch(string group, SeriesRun[] runs)
{
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private bool _gap;

    public string Group => group;

    /// <summary>It has a commit on at least one partition.</summary>
    public bool Reads { get; private set; }

    /// <summary>When any of its offsets was last seen to move; null: never.</summary>
    public DateTimeOffset? MovedAt { get; private set; }

    public void Take(CycleFrames cycle, DateTimeOffset from, TimeSpan longest)
    {
        var told = false;
        foreach (var run in runs)
        {
            if (!cycle.Chunks.TryGetValue(run.Chunk, out var frame))
            {
                continue;
            }

            told = true;
            for (var slot = run.Slot; slot < Math.Min(run.Slot + run.Count, frame.Length); slot++)
            {
                Take(frame, slot, from);
            }
        }

        // A cycle that told others only is none of its own.
        if (!told)
        {
            return;
        }

        _gap |= cycle.At >= from && _last is { } before && before >= from && cycle.At - before > longest;
        _last = cycle.At;
    }

    /// <summary>Between two times, and before the first and after the last reading in between, something is missing.</summary>
    public bool HasGap(DateTimeOffset from, DateTimeOffset now, TimeSpan longest) =>
        _gap || _last is not { } end || now - end > longest || _first is not { } begin || begin - from > longest;

    private void Take(Frame frame, int slot, DateTimeOffset from)
    {
        if (frame.Of(GroupColumn.Committed, slot) == Column.Absent)
        {
            return;
        }

        Reads = true;
        if (MovedColumn.Unpack(frame.Of(GroupColumn.Moved, slot), frame.At) is { } moved && !(moved <= MovedAt))
        {
            MovedAt = moved;
        }

        if (frame.At >= from)
        {
            _first ??= frame.At;
            _gap |= frame.Of(GroupColumn.Answered, slot) != AnswerTime.InThisCycle;
        }
    }
}
