using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Expressions;

/// <summary>An expression whose names and types are known, ready to be computed of a row.</summary>
/// <param name="Text">As plans show it; two with the same text are the same.</param>
public sealed record Bound(SqlType Type, Func<object?[], object?> Of, string Text)
{
    /// <summary>The value of a literal; null: it isn't one.</summary>
    public Literal? Constant { get; init; }

    /// <summary>The column that it is; null: it is computed.</summary>
    public int? Column { get; init; }

    public static Bound Value(object? value, SqlType type) =>
        new(type, _ => value, Plain(value, type)) { Constant = new(value) };

    public static Bound Of1(SqlType type, string text, Bound of, Func<object, object?> compute) =>
        new(of.Type.IsNullable ? type.Nullable : type, row => of.Of(row) is { } value ? compute(value) : null, text);

    private static string Plain(object? value, SqlType type) =>
        value switch
        {
            null => "null:NULL",
            string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
            TimeSpan span => $"{span.TotalMilliseconds:0}:INTERVAL",
            _ => JavaText.Of(value, type),
        };
}

/// <param name="Value">Null is NULL.</param>
public sealed record Literal(object? Value);
