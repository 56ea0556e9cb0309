using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>An expression as it was written.</summary>
public abstract record Expression(Place At);

public sealed record LiteralExpression(Place At, object? Value, SqlType Type) : Expression(At);

/// <summary>A column or a field of one: <c>a</c>, <c>t.a</c>, <c>t.a.b</c>.</summary>
public sealed record NameExpression(Place At, ImmutableArray<string> Parts) : Expression(At)
{
    public string Last => Parts[^1];
}

/// <summary><c>*</c> or <c>t.*</c>.</summary>
public sealed record StarExpression(Place At, string? Of) : Expression(At);

/// <summary>A function, an aggregate or a call of either over a window.</summary>
/// <param name="IsStar">COUNT(*).</param>
public sealed record CallExpression(Place At, string Name, ImmutableArray<Expression> Arguments) : Expression(At)
{
    public bool IsDistinct { get; init; }
    public bool IsStar { get; init; }
    public Expression? Filter { get; init; }
    public OverClause? Over { get; init; }

    /// <summary>What JSON_VALUE returns where nothing is found, and as which type.</summary>
    public SqlType? Returning { get; init; }
}

/// <summary>PARTITION BY and ORDER BY of ROW_NUMBER, RANK or an aggregate.</summary>
public sealed record OverClause(Place At, ImmutableArray<Expression> PartitionBy, ImmutableArray<SortItem> OrderBy)
{
    /// <summary>Null: all rows up to this one.</summary>
    public FrameClause? Frame { get; init; }

    /// <summary>It is defined in the WINDOW clause; null: here.</summary>
    public string? Name { get; init; }
}

/// <summary>ROWS or RANGE up to the row itself.</summary>
/// <param name="Preceding">How far before it; null: all that is before it.</param>
public sealed record FrameClause(Place At, bool IsRows, Expression? Preceding);

public sealed record SortItem(Expression By, bool IsDescending);

public sealed record UnaryExpression(Place At, string Operator, Expression Of) : Expression(At);

public sealed record BinaryExpression(Place At, string Operator, Expression Left, Expression Right) : Expression(At);

public sealed record CaseExpression(
    Place At,
    ImmutableArray<(Expression When, Expression Then)> Cases,
    Expression? Else
) : Expression(At);

public sealed record CastExpression(Place At, Expression Of, SqlType Type, bool IsTry) : Expression(At);

public sealed record InExpression(Place At, Expression Of, ImmutableArray<Expression> List) : Expression(At);

/// <summary>… IN (SELECT …).</summary>
public sealed record InQueryExpression(Place At, Expression Of, Query Query) : Expression(At);

public sealed record ExistsExpression(Place At, Query Query) : Expression(At);

/// <summary>IS NULL, IS TRUE, IS JSON, …: never unknown itself.</summary>
/// <param name="What">NULL, TRUE, FALSE, UNKNOWN or JSON with VALUE, OBJECT, ARRAY or SCALAR.</param>
public sealed record IsExpression(Place At, Expression Of, string What) : Expression(At);

/// <summary>An element of an array or a map.</summary>
public sealed record IndexExpression(Place At, Expression Of, Expression Index) : Expression(At);

/// <summary>A field of a row that isn't a plain name.</summary>
public sealed record FieldExpression(Place At, Expression Of, string Field) : Expression(At);

/// <summary>ARRAY[…], MAP[…] or ROW(…).</summary>
public sealed record ConstructorExpression(Place At, string Kind, ImmutableArray<Expression> Items) : Expression(At);
