using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// A join without bounds in time: both sides are kept for good. Where a side's rows are shown without a match too, they are withdrawn with their
/// first match and come back with the loss of their last.
/// </summary>
/// <param name="condition">Of the joined row, beside the equal keys; null: none.</param>
/// <param name="isOuter">Of left and right: whether its rows are shown without a match.</param>
public sealed class StreamJoin(
    JoinSide left,
    JoinSide right,
    Func<object?[], object?>? condition,
    (bool Left, bool Right) isOuter,
    (int Left, int Right) widths,
    string layout
) : KeptJoin(left, right, layout)
{
    protected override void Process(int input, Change change)
    {
        var (mine, others) = input == 0 ? (Left, Right) : (Right, Left);
        var (isMineOuter, isOtherOuter) = input == 0 ? isOuter : (isOuter.Right, isOuter.Left);
        var key = mine.KeyOf(change.Row);
        var matches = others
            .Of(key)
            .FindAll(other => condition is null || condition(Join(input, change.Row, other.Row)) is true);
        if (key is not null)
        {
            Keep(mine, key, change, matches.Count);
        }

        var kind = change.Adds ? RowKind.Insert : RowKind.Delete;
        if (matches.Count == 0 && isMineOuter)
        {
            Emit(kind, Join(input, change.Row, null));
        }

        foreach (var other in matches)
        {
            if (change.Adds && other.Matches++ == 0 && isOtherOuter)
            {
                Emit(RowKind.Delete, Join(1 - input, other.Row, null));
            }

            Emit(kind, Join(input, change.Row, other.Row));
            if (!change.Adds && --other.Matches == 0 && isOtherOuter)
            {
                Emit(RowKind.Insert, Join(1 - input, other.Row, null));
            }
        }
    }

    private object?[] Join(int input, object?[] mine, object?[]? other) =>
        input == 0 ? [.. mine, .. other ?? new object?[widths.Right]] : [.. other ?? new object?[widths.Left], .. mine];
}
