using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>Watches one group on one topic through the frames of a stretch of time. Pure.</summary>
internal sealed class ReaderWatch(string group, SeriesRun[] runs)
{
    private readonly Dictionary<int, long> _committed = [];
    private readonly HashSet<int> _upToDate = [];
    private DateTimeOffset? _first;
    private DateTimeOffset? _last;
    private bool _gap;

    public string Group => group;

    /// <summary>It has a commit on at least one partition.</summary>
    public bool Reads { get; private set; }

    /// <summary>When any of its offsets was last seen to move; null: never.</summary>
    public DateTimeOffset? MovedAt { get; private set; }

    /// <summary>By partition, the offset it reads next, as last answered.</summary>
    public IReadOnlyDictionary<int, long> Committed => _committed;

    /// <summary>The partitions where nothing waits for it, as last answered: what follows its commit there is transaction markers.</summary>
    public IReadOnlySet<int> UpToDate => _upToDate;

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
                Take(frame, slot, run.FirstPartition + slot - run.Slot, from);
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

    private void Take(Frame frame, int slot, int partition, DateTimeOffset from)
    {
        var committed = frame.Of(GroupColumn.Committed, slot);
        if (committed == Column.Absent)
        {
            _committed.Remove(partition);
            _upToDate.Remove(partition);
            return;
        }

        _committed[partition] = committed;
        Reads = true;
        if (MovedColumn.Unpack(frame.Of(GroupColumn.Moved, slot), frame.At) is { } moved && !(moved <= MovedAt))
        {
            MovedAt = moved;
        }

        var answered = frame.Of(GroupColumn.Answered, slot) == AnswerTime.InThisCycle;
        if (answered)
        {
            var isUpToDate = BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At).IsNone;
            _ = isUpToDate ? _upToDate.Add(partition) : _upToDate.Remove(partition);
        }

        if (frame.At >= from)
        {
            _first ??= frame.At;
            _gap |= !answered;
        }
    }
}
