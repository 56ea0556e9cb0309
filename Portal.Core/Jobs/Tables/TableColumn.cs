using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>A column of a topic's table.</summary>
/// <param name="Type">As Flink's SQL spells it: <c>DECIMAL(10, 2) NOT NULL</c>.</param>
public sealed record TableColumn(string Name, string Type)
{
    /// <summary>What its schema says of it beyond its type: an Avro logical type, a format of JSON Schema; null: nothing.</summary>
    public string? Logical { get; init; }

    /// <summary>Its schema allows no record without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Its type, whether it may be null or not.</summary>
    public string Bare => Type.EndsWith(NotNull, StringComparison.Ordinal) ? Type[..^NotNull.Length] : Type;

    private const string NotNull = " NOT NULL";
}

/// <summary>How a topic's records become rows, or why they can't.</summary>
public abstract record TableShape
{
    private TableShape() { }

    /// <param name="Format">Flink's word: avro-confluent, json, raw.</param>
    /// <param name="Schema">The text that records are read and written by; null where the format needs none.</param>
    public sealed record Readable(string Format, ImmutableArray<TableColumn> Columns, string? Schema) : TableShape;

    /// <param name="Words">What stands in the way, and what to do.</param>
    public sealed record Unreadable(string Words) : TableShape;

    /// <summary>A topic without a schema: each record's value is one text.</summary>
    public static readonly Readable Raw = new("raw", [new("value", "STRING")], null);
}
