using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// Rows of the left side for which there is one on the right, or there is none: they come with their first match and go with the loss of their
/// last, or the other way round. Both sides are kept for good.
/// </summary>
/// <param name="matches">Of a left and a right row with the same key; null: the key says it all.</param>
/// <param name="isAnti">Those without a match are wanted.</param>
public sealed class SemiJoin(
    JoinSide left,
    JoinSide right,
    Func<object?[], object?[], bool>? matches,
    bool isAnti,
    string layout
) : KeptJoin(left, right, layout)
{
    protected override void Process(int input, Change change)
    {
        if (input == 0)
        {
            TakeLeft(change);
        }
        else
        {
            TakeRight(change);
        }
    }

    private void TakeLeft(Change change)
    {
        var key = Left.KeyOf(change.Row);
        var found = Right.Of(key).Count(other => matches is null || matches(change.Row, other.Row));
        if (key is not null)
        {
            Keep(Left, key, change, found);
        }

        if (found == 0 == isAnti)
        {
            Emit(change);
        }
    }

    private void TakeRight(Change change)
    {
        if (Right.KeyOf(change.Row) is not { } key)
        {
            return;
        }

        Keep(Right, key, change, 0);
        foreach (var row in Left.Of(key).Where(row => matches is null || matches(row.Row, change.Row)))
        {
            var before = row.Matches;
            row.Matches += change.Adds ? 1 : -1;
            if (before == 0 != (row.Matches == 0))
            {
                Emit(change.Adds == isAnti ? RowKind.Delete : RowKind.Insert, row.Row);
            }
        }
    }
}
