using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>One statement as it was written.</summary>
public abstract record Statement(Place At);

public sealed record CreateTable(Place At, ImmutableArray<string> Name, bool IfNotExists) : Statement(At)
{
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];
    public WatermarkDefinition? Watermark { get; init; }
    public ImmutableArray<string> PrimaryKey { get; init; } = [];
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>A column that is read, computed, or one of the record's metadata.</summary>
public sealed record ColumnDefinition(Place At, string Name, SqlType? Type)
{
    public Expression? Computed { get; init; }

    /// <summary>As Flink shows it.</summary>
    public string? ComputedText { get; init; }

    /// <summary>The key by which the connector knows it; null: it is no metadata.</summary>
    public string? MetadataKey { get; init; }

    /// <summary>It is read and never written.</summary>
    public bool IsVirtual { get; init; }
}

/// <param name="Text">The expression as Flink shows it.</param>
public sealed record WatermarkDefinition(Place At, string Column, Expression Of, string Text);

public sealed record CreateView(Place At, ImmutableArray<string> Name, ImmutableArray<string> Columns, Query Of)
    : Statement(At)
{
    public bool IfNotExists { get; init; }
}

public sealed record CreateDatabase(Place At, string Name, bool IfNotExists) : Statement(At);

/// <param name="What">TABLE, VIEW or DATABASE.</param>
public sealed record Drop(Place At, string What, ImmutableArray<string> Name, bool IfExists) : Statement(At);

public sealed record Use(Place At, string Database) : Statement(At);

public sealed record Insert(Place At, ImmutableArray<string> Into, ImmutableArray<string> Columns, Query Of)
    : Statement(At);

public sealed record StatementSet(Place At, ImmutableArray<Insert> Inserts) : Statement(At);

public sealed record SelectStatement(Place At, Query Of) : Statement(At);

public sealed record Explain(Place At, Statement Of) : Statement(At);

public sealed record Describe(Place At, ImmutableArray<string> Name) : Statement(At);

/// <param name="What">TABLES, VIEWS, DATABASES, CATALOGS, JOBS or FUNCTIONS.</param>
public sealed record Show(Place At, string What) : Statement(At);

/// <summary>SET, with neither key nor value: lists them all.</summary>
public sealed record SetOption(Place At, string? Key, string? Value) : Statement(At);

public sealed record ResetOption(Place At, string? Key) : Statement(At);
