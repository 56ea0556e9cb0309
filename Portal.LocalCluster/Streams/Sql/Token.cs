namespace Portal.LocalCluster.Streams.Sql;

public enum TokenKind
{
    Word,
    Quoted,
    Text,
    Number,
    Symbol,
    End,
}

/// <summary>One word, literal or sign of a statement.</summary>
/// <param name="Value">Without quotes; a word as it was written.</param>
public readonly record struct Token(TokenKind Kind, string Value, Place At, int Offset)
{
    public bool IsName => Kind is TokenKind.Quoted or TokenKind.Word;

    /// <summary>Whether it is this keyword or sign.</summary>
    public bool Is(string what) =>
        Kind is TokenKind.Word or TokenKind.Symbol && Value.Equals(what, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind == TokenKind.End ? "<EOF>" : Value;
}
