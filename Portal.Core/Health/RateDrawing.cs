using System.Collections.Immutable;
using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>Draws what a topic takes in and its readers take out, from one cycle to the next. Pure.</summary>
internal sealed class RateDrawing(IReadOnlyList<SeriesRun> runs, Window window, TimeSpan interval)
{
    private readonly Thinning<RatePoint> _steps = new(
        window,
        (a, b) => (a.Produced ?? 0, a.Consumed ?? 0).CompareTo((b.Produced ?? 0, b.Consumed ?? 0))
    );
    private CycleFrames? _before;

    public void Take(CycleFrames cycle)
    {
        if (_before is not null)
        {
            _steps.Add(
                cycle.At,
                new RatePoint(
                    cycle.At,
                    Sum(cycle, runs.Where(r => r.Group is null), (int)TopicColumn.End, (int)TopicColumn.Answered),
                    Sum(
                        cycle,
                        runs.Where(r => r.Group is not null),
                        (int)GroupColumn.Committed,
                        (int)GroupColumn.Answered
                    )
                )
            );
        }

        _before = cycle;
    }

    public ImmutableArray<RatePoint> Points() => _steps.Filled(interval, at => new RatePoint(at, null, null));

    /// <summary>Null when nothing was there, or one that was there was not answered in either cycle.</summary>
    private double? Sum(CycleFrames cycle, IEnumerable<SeriesRun> of, int offset, int answered)
    {
        double? sum = null;
        foreach (var run in of)
        {
            if (
                !cycle.Chunks.TryGetValue(run.Chunk, out var now)
                || !_before!.Chunks.TryGetValue(run.Chunk, out var then)
            )
            {
                continue;
            }

            // Once the last places of a chunk are gone, and another collector goes on, its frames are shorter.
            var last = Math.Min(run.Slot + run.Count, Math.Min(then.Length, now.Length));
            for (var slot = run.Slot; slot < last; slot++)
            {
                if (then.Columns[offset][slot] == Column.Absent || now.Columns[offset][slot] == Column.Absent)
                {
                    continue;
                }

                if (
                    then.Columns[answered][slot] != AnswerTime.InThisCycle
                    || now.Columns[answered][slot] != AnswerTime.InThisCycle
                )
                {
                    return null;
                }

                sum = (sum ?? 0) + Pace.Rate(then.At, then.Columns[offset][slot], now.At, now.Columns[offset][slot]);
            }
        }

        return sum;
    }
}
