using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>Rows that stand in the statement: VALUES, or the one row of a SELECT without FROM.</summary>
public sealed class ValuesSource(IReadOnlyList<Func<object?[], object?>[]> rows) : Operator, ISource
{
    public bool IsOver { get; private set; }

    public override string? Layout => "values";

    public override bool IsAlone => true;

    public void Open() { }

    public void Close() { }

    public int Poll(TimeSpan wait)
    {
        if (IsOver)
        {
            return 0;
        }

        foreach (var row in rows)
        {
            Emit(RowKind.Insert, Array.ConvertAll(row, value => value([])));
        }

        IsOver = true;
        return rows.Count;
    }

    public void EmitWatermark()
    {
        if (IsOver)
        {
            Forward(new(Watermark.Last, false));
        }
    }

    public void Drain() => EmitWatermark();

    public void CommitOffsets() { }

    public override void Save(StateWriter to) => to.Value(IsOver);

    public override void Restore(StateReader from) => IsOver = from.Value() is true;

    protected override void Process(int input, Change change) => throw new NotSupportedException();
}
