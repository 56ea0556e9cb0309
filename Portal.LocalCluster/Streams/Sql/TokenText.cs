using System.Text;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>An expression's tokens as Flink shows them: names in backticks, the language's own words in capitals.</summary>
internal static class TokenText
{
    private static readonly string[] NoBlankBefore = [")", "]", ",", ".", "["];
    private static readonly string[] NoBlankAfter = ["(", "[", "."];
    private static readonly Token None = new(TokenKind.End, "", default, 0);

    /// <param name="next">What follows them in the statement.</param>
    public static string Of(IReadOnlyList<Token> tokens, Token next)
    {
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++)
        {
            var (token, before) = (tokens[i], i > 0 ? tokens[i - 1] : None);
            if (i > 0 && !IsTogether(before, token))
            {
                text.Append(' ');
            }

            text.Append(Shown(before, token, i + 1 < tokens.Count ? tokens[i + 1] : next));
        }

        return text.ToString();
    }

    private static bool IsTogether(Token before, Token token) =>
        Array.Exists(NoBlankBefore, token.Is)
        || Array.Exists(NoBlankAfter, before.Is)
        || (token.Is("(") && before.Kind == TokenKind.Word && !Keywords.IsReserved(before.Value))
        || (token.Is("(") && (before.Is("CAST") || before.Is("ROW")));

    private static string Shown(Token before, Token token, Token next) =>
        token.Kind switch
        {
            TokenKind.Quoted => Quoted(token),
            TokenKind.Text => $"'{token.Value.Replace("'", "''", StringComparison.Ordinal)}'",
            // A call, a unit behind its interval, a type behind AS.
            TokenKind.Word
                when Keywords.IsReserved(token.Value)
                    || next.Is("(")
                    || before.Kind == TokenKind.Text
                    || before.Is("AS") => token.Value.ToUpperInvariant(),
            TokenKind.Word => Quoted(token),
            _ => token.Value,
        };

    private static string Quoted(Token name) => $"`{name.Value.Replace("`", "``", StringComparison.Ordinal)}`";
}
