using System.Collections.Immutable;
using Portal.Core.Health.Readings;

namespace Portal.Core.Health;

/// <summary>
/// Draws what a topic takes in and its readers take out: of each step what moved from cycle to cycle, over the time of
/// it that is known. Pure.
/// </summary>
internal sealed class RateDrawing(IReadOnlyList<SeriesRun> runs, Window window, TimeSpan interval)
{
    // Cycles that lie further apart have one missing between them.
    private const double Missing = 2.5;

    // A move is known by its minute: it may be off by so much.
    private const double SecondsOff = 60;
    private readonly Thinning<(DateTimeOffset At, MeanRate Produced, MeanRate Consumed)> _steps = new(
        window,
        (one, next) => (next.At, one.Produced.And(next.Produced), one.Consumed.And(next.Consumed))
    );
    private CycleFrames? _before;

    public void Take(CycleFrames cycle)
    {
        if (_before is { } before && cycle.At - before.At is var time && !IsGap(time))
        {
            var produced = Sum(
                before,
                cycle,
                runs.Where(r => r.Group is null),
                (int)TopicColumn.End,
                (int)TopicColumn.Answered
            );
            var consumed = Sum(
                before,
                cycle,
                runs.Where(r => r.Group is not null),
                (int)GroupColumn.Committed,
                (int)GroupColumn.Answered,
                Evenly
            );
            _steps.Add(cycle.At, (cycle.At, MeanRate.Of(produced, time), MeanRate.Of(consumed, time)));
        }

        _before = cycle;
    }

    public ImmutableArray<RatePoint> Points() =>
        [
            .. _steps
                .Filled(interval, at => (at, default, default))
                .Select(step => new RatePoint(step.At, step.Produced.PerSecond, step.Consumed.PerSecond)),
        ];

    // What moved meanwhile may have moved at any time of it.
    private bool IsGap(TimeSpan time) => time > Pace.Over && time > Missing * interval;

    /// <summary>Null when nothing was there, or one that was there was not answered in either cycle.</summary>
    /// <param name="evenly">How fast a place moves from commit to commit, where it is known.</param>
    private static double? Sum(
        CycleFrames before,
        CycleFrames cycle,
        IEnumerable<SeriesRun> of,
        int offset,
        int answered,
        Func<Frame, Frame, int, double?>? evenly = null
    )
    {
        double? sum = null;
        foreach (var run in of)
        {
            if (
                !cycle.Chunks.TryGetValue(run.Chunk, out var now) || !before.Chunks.TryGetValue(run.Chunk, out var then)
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

                var moved = Pace.Rate(then.At, then.Columns[offset][slot], now.At, now.Columns[offset][slot]);
                sum = (sum ?? 0) + (evenly?.Invoke(then, now, slot) ?? moved);
            }
        }

        return sum;
    }

    /// <summary>
    /// How fast somebody reads who commits seldom and evenly (<see cref="SeldomPace"/>); null: they don't. Of readings that are minutes apart the newest commits
    /// may be few of those in between: their pace counts where all of those came at it, as far as that is known. Where there was none at the reading before,
    /// their reader comes from a pause: what it reads after that isn't spread over it.
    /// </summary>
    private static double? Evenly(Frame then, Frame now, int slot)
    {
        var pace = PaceColumn.Unpack(now.Of(GroupColumn.Pace, slot));
        if (pace is null || now.At - then.At <= Pace.Over)
        {
            return pace;
        }

        if (
            PaceColumn.Unpack(then.Of(GroupColumn.Pace, slot)) is null
            || MovedColumn.Minute(then.Of(GroupColumn.Moved, slot), then.At) is not { } first
            || MovedColumn.Minute(now.Of(GroupColumn.Moved, slot), now.At) is not { } last
        )
        {
            return null;
        }

        var (from, to) = (then.Of(GroupColumn.Committed, slot), now.Of(GroupColumn.Committed, slot));
        var ahead = to - from - (pace.Value * (last - first).TotalSeconds);
        return Math.Abs(ahead) <= pace.Value * SecondsOff ? pace : Pace.Rate(first, from, last, to) ?? pace;
    }
}
