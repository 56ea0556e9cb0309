using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Leaves out rows and makes others of them.</summary>
/// <param name="filter">Null: all stay.</param>
/// <param name="columns">Null: as they are.</param>
public sealed class Calc(Func<object?[], object?>? filter, Func<object?[], object?>[]? columns) : Operator
{
    public bool Filters => filter is not null;

    protected override void Process(int input, Change change)
    {
        if (filter is null || filter(change.Row) is true)
        {
            Emit(
                columns is null ? change : change with { Row = Array.ConvertAll(columns, column => column(change.Row)) }
            );
        }
    }
}

/// <summary>UNION ALL: rows of all inputs; its watermark is the lowest of theirs.</summary>
public sealed class Union(int inputs) : Operator(inputs)
{
    protected override void Process(int input, Change change) => Emit(change);
}
