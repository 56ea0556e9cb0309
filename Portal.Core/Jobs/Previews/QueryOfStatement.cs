using Portal.Core.Jobs.Sql;

namespace Portal.Core.Jobs.Previews;

/// <summary>The query of a statement, where its rows would go left out. Pure.</summary>
public static class QueryOfStatement
{
    /// <returns>The query, at the places where it stands in the text; null for a statement that has none.</returns>
    public static SqlStatement? Of(SqlStatement statement) =>
        statement.Kind switch
        {
            StatementKind.Query => statement,
            StatementKind.Insert when Start(SqlLexer.Read(statement.Text)) is { } start => statement with
            {
                Kind = StatementKind.Query,
                Text = $"{Blank(statement.Text[..start])}{statement.Text[start..]}",
                BareNames = [.. statement.BareNames.Where(name => name.Start >= start)],
            },
            _ => null,
        };

    // INSERT INTO cluster.topic (a, b) SELECT …: after the name, and its columns where it has any. What is no query there would run as a statement
    // that nobody here takes, as INSERT INTO cluster.topic DROP …: Flink refuses it only while INSERT INTO stands before it.
    private static int? Start(IReadOnlyList<SqlToken> tokens)
    {
        var at = 2;
        while (at + 2 < tokens.Count && tokens[at + 1].Is("."))
        {
            at += 2;
        }

        at++;
        if (at + 1 < tokens.Count && tokens[at].Is("(") && !IsQuery(tokens[at + 1]))
        {
            while (at < tokens.Count && !tokens[at].Is(")"))
            {
                at++;
            }

            at++;
        }

        return at < tokens.Count && IsQuery(tokens[at]) ? tokens[at].Start : null;
    }

    private static bool IsQuery(SqlToken token) =>
        token.Is("SELECT") || token.Is("WITH") || token.Is("VALUES") || token.Is("TABLE") || token.Is("(");

    private static string Blank(string text) => new([.. text.Select(c => c is '\n' or '\r' ? c : ' ')]);
}
