using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>How far apart in time rows may be: left time − right time, in milliseconds.</summary>
public readonly record struct TimeBounds(long Least, long Most);

/// <summary>
/// A join of rows whose times are near each other: a row is kept until the watermark says that no match can come any more. An outer row without a
/// match is sent then.
/// </summary>
public sealed class IntervalJoin(
    JoinSide left,
    JoinSide right,
    (Func<object?[], object?> Left, Func<object?[], object?> Right) times,
    TimeBounds bounds,
    Func<object?[], object?> condition,
    (bool Left, bool Right) isOuter,
    (int Left, int Right) widths,
    string layout
) : Operator(inputs: 2)
{
    private readonly object?[] _none = [];
    private readonly long _delay = Math.Max(0, Math.Max(-bounds.Least, bounds.Most));

    public override long StateRows => left.Count + right.Count;

    public override string? Layout => layout;

    public override long SentWatermark => Delayed(CurrentWatermark);

    public override RowKey? KeyOf(int input) => (input == 0 ? left : right).Key;

    protected override void Process(int input, Change change)
    {
        var (mine, others) = input == 0 ? (left, right) : (right, left);
        var time = TimeOf((input == 0 ? times.Left : times.Right)(change.Row));
        var key = mine.KeyOf(change.Row);
        var found = 0;
        foreach (var other in others.Of(key))
        {
            var joined = Join(input, change.Row, other.Row);
            if (condition(joined) is true)
            {
                found++;
                other.Matches++;
                Emit(RowKind.Insert, joined);
            }
        }

        if (IsOver(input, time))
        {
            LateDropped += found == 0 ? 1 : 0;
            if (found == 0)
            {
                Pad(input, change.Row);
            }
        }
        else
        {
            // A row whose key is null matches nothing; it is kept only to be shown without a match at its time.
            mine.Add(key ?? _none, change.Row).Matches = found;
        }
    }

    protected override void OnWatermark(long ms)
    {
        Expire(0, left, times.Left);
        Expire(1, right, times.Right);
    }

    /// <summary>
    /// A row is sent as long after its time as it waits for its match. As in Flink, the watermark that goes on stays behind by that, so that the windows
    /// of such rows aren't over by then.
    /// </summary>
    protected override void Forward(Watermark mark) => base.Forward(mark with { Ms = Delayed(mark.Ms) });

    private long Delayed(long ms) => ms is Watermark.None or Watermark.Last ? ms : ms - _delay;

    private void Expire(int input, JoinSide side, Func<object?[], object?> time)
    {
        foreach (var row in side.RemoveWhere(row => IsOver(input, TimeOf(time(row.Row)))))
        {
            if (row.Matches == 0)
            {
                Pad(input, row.Row);
            }
        }
    }

    private void Pad(int input, object?[] row)
    {
        if (input == 0 ? isOuter.Left : isOuter.Right)
        {
            Emit(RowKind.Insert, Join(input, row, null));
        }
    }

    /// <summary>No row of the other side that comes from now on is near enough.</summary>
    private bool IsOver(int input, long time) =>
        CurrentWatermark != Watermark.None
        && (
            CurrentWatermark == Watermark.Last
            || (input == 0 ? time - bounds.Least : time + bounds.Most) < CurrentWatermark
        );

    private object?[] Join(int input, object?[] mine, object?[]? other) =>
        input == 0 ? [.. mine, .. other ?? new object?[widths.Right]] : [.. other ?? new object?[widths.Left], .. mine];

    public override void Save(StateWriter to)
    {
        to.Number(CurrentWatermark);
        left.Save(to);
        right.Save(to);
    }

    public override void Restore(StateReader from)
    {
        RestoreWatermark(from.Number());
        left.Restore(from);
        right.Restore(from);
    }
}
