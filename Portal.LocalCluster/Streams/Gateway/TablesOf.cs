using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>The tables that a statement reads, as far as it is written: it needn't parse.</summary>
internal static class TablesOf
{
    private static readonly string[] Before = ["FROM", "JOIN", "TABLE"];

    /// <returns>Each with the name its columns go by.</returns>
    public static IReadOnlyList<(ImmutableArray<string> Path, string Alias)> Read(string statement)
    {
        var tokens = Tokens(statement);
        var tables = new List<(ImmutableArray<string>, string)>();
        for (var i = 1; i < tokens.Count; i++)
        {
            if (!Array.Exists(Before, tokens[i - 1].Is) || !IsName(tokens[i]))
            {
                continue;
            }

            var path = ImmutableArray.Create(tokens[i].Value);
            while (i + 2 < tokens.Count && tokens[i + 1].Is(".") && IsName(tokens[i + 2]))
            {
                path = path.Add(tokens[i += 2].Value);
            }

            var next = i + 1 < tokens.Count && tokens[i + 1].Is("AS") ? i + 2 : i + 1;
            tables.Add((path, next < tokens.Count && IsName(tokens[next]) ? tokens[next].Value : path[^1]));
        }

        return tables;
    }

    private static bool IsName(Token token) =>
        token.Kind == TokenKind.Quoted || (token.Kind == TokenKind.Word && !Keywords.IsReserved(token.Value));

    private static IReadOnlyList<Token> Tokens(string statement)
    {
        try
        {
            return Lexer.Read(statement);
        }
        catch (SqlException)
        {
            return []; // A text without its end.
        }
    }
}
