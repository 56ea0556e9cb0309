namespace Portal.Core.Jobs.Sql;

/// <summary>
/// Cuts Flink's SQL into tokens: enough to tell statements apart and to find the tables that they name. Whether they are valid is for Flink to
/// say. Comments are left out, but for hints.
/// </summary>
public static class SqlLexer
{
    public static IReadOnlyList<SqlToken> Read(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = new SqlCursor(sql);
        while (at.SkipBlanks())
        {
            if (Next(at) is { } token)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static SqlToken? Next(SqlCursor at)
    {
        switch (at.Now, at.Ahead)
        {
            case ('-', '-') or ('/', '/'):
                at.UntilLineEnd();
                return null;
            case ('/', '*'):
                return Comment(at);
            case ('\'', _):
                return at.Quoted(SqlTokenKind.Text);
            case ('e' or 'E', '\''):
                at.One();
                return at.Quoted(SqlTokenKind.EscapedText);
            case ('`', _):
                return at.Quoted(SqlTokenKind.QuotedName);
            default:
                return char.IsLetter(at.Now) || at.Now is '_' or '$' ? at.While(SqlTokenKind.Word, IsOfName)
                    : char.IsAsciiDigit(at.Now) ? at.Number()
                    : at.One();
        }
    }

    private static SqlToken? Comment(SqlCursor at)
    {
        var isHint = at.Sql.AsSpan(at.Index).StartsWith("/*+", StringComparison.Ordinal);
        var from = at.Place();
        if (!at.Until("*/"))
        {
            return at.Since(from, SqlTokenKind.Unended);
        }

        return isHint ? at.Since(from, SqlTokenKind.Hint) : null;
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';
}
