using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>Watches how much is written to one topic through the frames of a stretch of time. Pure.</summary>
internal sealed class WriteWatch(IReadOnlyList<SeriesRun> places)
{
    private (DateTimeOffset At, long[] Ends)? _first;
    private (DateTimeOffset At, long[] Ends)? _last;

    /// <summary>Records a second between the first and the last whole reading; null when there are no two of the same partitions.</summary>
    public double? PerSecond =>
        _first is { } begin && _last is { } end && end.At > begin.At
            ? (end.Ends.Sum() - begin.Ends.Sum()) / (end.At - begin.At).TotalSeconds
            : null;

    /// <summary>The end offsets of all its partitions in the last whole reading, added up; null when there was none.</summary>
    public long? Ends => _last?.Ends.Sum();

    public void Take(CycleFrames cycle, DateTimeOffset from)
    {
        if (cycle.At < from || EndsOf(cycle) is not { } ends)
        {
            return;
        }

        _last = (cycle.At, ends);
        if (
            _first is not { } begin
            || begin.Ends.Length != ends.Length
            || begin.Ends.Zip(ends).Any(e => e.First > e.Second)
        )
        {
            _first = _last;
        }
    }

    /// <summary>Of all its partitions; null when one of them was not answered.</summary>
    private long[]? EndsOf(CycleFrames cycle)
    {
        var ends = new List<long>();
        foreach (var place in places)
        {
            if (!cycle.Chunks.TryGetValue(place.Chunk, out var frame) || frame.Length < place.Slot + place.Count)
            {
                return null;
            }

            for (var slot = place.Slot; slot < place.Slot + place.Count; slot++)
            {
                if (frame.Of(TopicColumn.Answered, slot) != AnswerTime.InThisCycle)
                {
                    return null;
                }

                ends.Add(frame.Of(TopicColumn.End, slot));
            }
        }

        return ends.Count > 0 ? [.. ends] : null;
    }
}
