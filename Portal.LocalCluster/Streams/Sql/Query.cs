using System.Collections.Immutable;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>What gives rows.</summary>
public abstract record Query(Place At);

public sealed record SelectQuery(Place At, ImmutableArray<SelectItem> Items, TableReference? From) : Query(At)
{
    public bool IsDistinct { get; init; }
    public Expression? Where { get; init; }

    /// <summary>Null: no GROUP BY; empty never.</summary>
    public ImmutableArray<Expression>? GroupBy { get; init; }
    public Expression? Having { get; init; }

    /// <summary>Of the WINDOW clause, by their names.</summary>
    public ImmutableDictionary<string, OverClause> Windows { get; init; } =
        ImmutableDictionary<string, OverClause>.Empty;
}

public sealed record SelectItem(Expression Of, string? Alias);

public sealed record UnionQuery(Place At, Query Left, Query Right, bool IsAll) : Query(At);

public sealed record ValuesQuery(Place At, ImmutableArray<ImmutableArray<Expression>> Rows) : Query(At);

/// <summary>WITH name AS (…), … query.</summary>
public sealed record WithQuery(Place At, ImmutableArray<(string Name, Query Of)> Views, Query Of) : Query(At);

/// <summary>What stands after FROM.</summary>
public abstract record TableReference(Place At);

public sealed record NamedTable(Place At, ImmutableArray<string> Parts, string? Alias) : TableReference(At)
{
    /// <summary>FOR SYSTEM_TIME AS OF.</summary>
    public Expression? AsOf { get; init; }
}

/// <param name="Columns">Names given to its columns; empty: none.</param>
public sealed record DerivedTable(Place At, Query Of, string? Alias, ImmutableArray<string> Columns)
    : TableReference(At);

/// <summary>The elements of an array or the entries of a map, of the row that it is joined with.</summary>
/// <param name="IsNumbered">WITH ORDINALITY.</param>
/// <param name="Columns">Names given to its columns; empty: none.</param>
public sealed record UnnestTable(
    Place At,
    Expression Of,
    bool IsNumbered,
    string? Alias,
    ImmutableArray<string> Columns
) : TableReference(At);

/// <summary>TUMBLE, HOP, CUMULATE or SESSION over a table.</summary>
/// <param name="Intervals">Size; slide and size; step and size; gap. An offset after them.</param>
public sealed record WindowTable(
    Place At,
    string Function,
    TableReference Of,
    string TimeColumn,
    ImmutableArray<string> PartitionBy,
    ImmutableArray<Expression> Intervals,
    string? Alias
) : TableReference(At);

public enum JoinKind
{
    Inner,
    Left,
    Right,
    Full,
}

public sealed record JoinTable(Place At, TableReference Left, TableReference Right, JoinKind Kind, Expression? On)
    : TableReference(At);
