namespace Portal.Core.Jobs.Sql;

public enum SqlTokenKind
{
    /// <summary>A keyword or a name; which of them, its place tells.</summary>
    Word,

    /// <summary>A name between backticks.</summary>
    QuotedName,
    Text,

    /// <summary>A text with a letter before its quote, as in <c>E'…'</c>: other characters end it.</summary>
    EscapedText,
    Number,
    Symbol,

    /// <summary>A comment that Flink obeys: <c>/*+ … */</c>.</summary>
    Hint,

    /// <summary>A text, a quoted name or a comment that doesn't end.</summary>
    Unended,
}

/// <summary>A piece of SQL with its place.</summary>
/// <param name="Value">A name without its backticks, a text without its quotes, everything else as it stands.</param>
/// <param name="Line">Counted from 1, as Flink's messages do.</param>
/// <param name="Column">Counted from 1.</param>
public sealed record SqlToken(SqlTokenKind Kind, string Value, int Start, int End, int Line, int Column)
{
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    public bool Is(string word) =>
        Kind is SqlTokenKind.Word or SqlTokenKind.Symbol
        && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);
}
