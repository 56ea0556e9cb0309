using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>
/// FOR SYSTEM_TIME AS OF processing time: a row of the left side goes on at once with the row that the right side's table has for its key now.
/// What changes there later changes nothing that was sent.
/// </summary>
/// <param name="leftKey">Of a left row, the values of the right's key in its order.</param>
/// <param name="rightKey">The places of the right's key.</param>
/// <param name="condition">Of the joined row, all that stands after ON.</param>
public sealed class LookupJoin(
    Func<object?[], object?>[] leftKey,
    int[] rightKey,
    Func<object?[], object?> condition,
    bool isOuter,
    int rightWidth,
    StateLifetime lifetime,
    string layout
) : Operator(inputs: 2)
{
    private readonly KeyedState<object?[]> _rows = new(
        lifetime,
        EntryForm.Unkeyed((to, row) => to.Row(row), from => from.Row(), row => Array.ConvertAll(rightKey, i => row[i]))
    );

    public override long StateRows => _rows.Count;

    public override string? Layout => layout;

    public override RowKey? KeyOf(int input) => input == 0 ? RowKey.Columns(leftKey) : RowKey.Places(rightKey);

    protected override void Process(int input, Change change)
    {
        if (input == 1)
        {
            Keep(change);
            return;
        }

        var found = _rows.Look(Array.ConvertAll(leftKey, k => k(change.Row)));
        object?[] joined = [.. change.Row, .. found ?? new object?[rightWidth]];
        if (found is not null && condition(joined) is true)
        {
            Emit(change with { Row = joined });
        }
        else if (isOuter)
        {
            Emit(change with { Row = [.. change.Row, .. new object?[rightWidth]] });
        }
    }

    private void Keep(Change change)
    {
        var key = Array.ConvertAll(rightKey, i => change.Row[i]);
        if (change.Adds)
        {
            _rows.Put(key, change.Row);
        }
        else if (change.Kind == RowKind.Delete)
        {
            _rows.Remove(key);
        }
    }

    public override void Expire() => _rows.Expire();

    public override void Save(StateWriter to)
    {
        _rows.Save(to);
        _rows.SaveTimes(to);
    }

    public override void Restore(StateReader from) => _rows.RestoreTimes(from, _rows.Restore(from));
}
