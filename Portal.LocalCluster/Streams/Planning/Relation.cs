using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed record Column(string Name, SqlType Type);

/// <summary>A step of a plan. The plan of a job is made anew for each of its starts, so operators are made where they are planned.</summary>
/// <param name="Kind">As Flink names it.</param>
/// <param name="Detail">What it does, for people.</param>
public sealed record PlanNode(string Kind, string Detail, Operator Operator, ImmutableArray<PlanNode> Inputs)
{
    /// <summary>It needs all rows of a key together.</summary>
    public bool IsKeyed => !Inputs.IsEmpty && Operator.KeyOf(0) is not null;

    /// <summary>Its rows come from other subtasks than its own. Before a table of upserts that is so only where there are several.</summary>
    /// <param name="parallelism">Of its input.</param>
    public bool BeginsVertex(int parallelism) =>
        Inputs.Length > 1
        || (IsKeyed && (parallelism > 1 || Operator is not Materialize))
        || (Operator.IsAlone && parallelism > 1);

    /// <summary>Of a vertex that begins with it.</summary>
    /// <param name="most">What the job may have.</param>
    public int ParallelismOf(int most, IReadOnlyList<PlanVertex> inputs) =>
        Operator.IsAlone || Inputs.Select((_, i) => Operator.KeyOf(i)).Any(key => key is { IsGlobal: true }) ? 1
        : IsKeyed || inputs.Count == 0 ? most
        : inputs.Max(input => input.Parallelism);

    public override string ToString() => $"{Kind}({Detail})";
}

/// <summary>A query's result: its columns and the step that gives them.</summary>
public sealed record Relation(ImmutableArray<Column> Columns, PlanNode Node)
{
    /// <summary>Rows may be withdrawn.</summary>
    public bool IsUpdating { get; init; }

    /// <summary>Columns by which a row is the only one; null: not known.</summary>
    public ImmutableArray<int>? Key { get; init; }

    /// <summary>Null: its rows aren't in windows.</summary>
    public WindowColumns? Window { get; init; }

    /// <summary>It numbers its rows, and waits for the condition that says how many are wanted.</summary>
    public PendingRank? Rank { get; init; }

    public Scope ScopeAs(string? alias) => new([.. Columns.Select(c => new ScopeColumn(alias, c.Name, c.Type))]);

    public string Names => string.Join(", ", Columns.Select(c => c.Name));
}

/// <summary>Where a row's window stands.</summary>
/// <param name="Gap">Of SESSION in milliseconds: its windows are made with their groups. Null: they stand in the row.</param>
/// <param name="Time">The column by which rows are put into windows.</param>
/// <param name="Shape">The function that made them, with its sizes.</param>
public sealed record WindowColumns(
    int Start,
    int End,
    int? TimeColumn,
    SqlType TimeType,
    long? Gap,
    int Time,
    WindowShape Shape
);

/// <summary>ROW_NUMBER() OVER (PARTITION BY … ORDER BY …) without its condition.</summary>
/// <param name="Number">The place of the number among the columns.</param>
/// <param name="Items">The columns, of an input's row with the number behind it.</param>
public sealed record PendingRank(
    Relation Input,
    ImmutableArray<Bound> Partition,
    ImmutableArray<(Bound By, bool IsDescending)> Order,
    int Number,
    ImmutableArray<Bound> Items
);
