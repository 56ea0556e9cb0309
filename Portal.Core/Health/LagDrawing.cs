using System.Collections.Immutable;
using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>Draws a group's lag over time out of frames: the worst cycle of each step is kept. Pure.</summary>
internal sealed class LagDrawing(
    IReadOnlyList<SeriesRun> places,
    IReadOnlyList<SeriesRun> ends,
    int? only,
    Window window,
    TimeSpan interval
)
{
    private readonly ILookup<long, SeriesRun> _ends = ends.ToLookup(run => run.Incarnation);
    private readonly Thinning<LagPoint> _steps = new(
        window,
        (a, b) => (a.Lag.Value ?? long.MaxValue).CompareTo(b.Lag.Value ?? long.MaxValue)
    );

    public void Take(CycleFrames cycle)
    {
        var (lags, ages, worst) = (new List<Amount>(), new List<TimeLag>(), LagStatus.Ok);
        foreach (var run in places)
        {
            if (!cycle.Chunks.TryGetValue(run.Chunk, out var frame))
            {
                continue;
            }

            for (var partition = run.FirstPartition; partition < run.FirstPartition + run.Count; partition++)
            {
                var slot = run.SlotOf(partition);
                if (
                    (only is not null && partition != only)
                    || slot >= frame.Length
                    || frame.Of(GroupColumn.Committed, slot) == Column.Absent
                    || frame.IsFormer(slot)
                )
                {
                    continue;
                }

                var end = End(cycle, run, partition);
                var answered =
                    frame.Of(GroupColumn.Answered, slot) == AnswerTime.InThisCycle && frame.HasLag(slot, end);
                lags.Add(
                    answered && end is { } known
                        ? Amount.Of(Math.Max(0, known - frame.Of(GroupColumn.Committed, slot)))
                        : Amount.Unknown
                );
                ages.Add(
                    answered ? BehindColumn.Unpack(frame.Of(GroupColumn.Behind, slot), frame.At) : TimeLag.Unknown
                );
                var status = answered ? (LagStatus)frame.Of(GroupColumn.Status, slot) : LagStatus.Unknown;
                worst = status > worst ? status : worst;
            }
        }

        if (lags.Count > 0)
        {
            _steps.Add(cycle.At, new LagPoint(cycle.At, Amount.Sum(lags), TimeLag.Worst(ages), worst));
        }
    }

    /// <summary>A step without a reading is a point of unknown lag: a gap, not a straight line over it.</summary>
    public ImmutableArray<LagPoint> Points() =>
        _steps.Filled(interval, at => new LagPoint(at, Amount.Unknown, TimeLag.Unknown, LagStatus.Unknown));

    private long? End(CycleFrames cycle, SeriesRun place, int partition)
    {
        foreach (var run in _ends[place.Incarnation])
        {
            if (
                run.Holds(partition)
                && cycle.Chunks.TryGetValue(run.Chunk, out var frame)
                && run.SlotOf(partition) < frame.Length
            )
            {
                return frame.Of(TopicColumn.End, run.SlotOf(partition));
            }
        }

        return null;
    }
}
