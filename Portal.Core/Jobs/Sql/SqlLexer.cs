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
        var at = new Cursor(sql);
        while (at.SkipBlanks())
        {
            if (Next(at) is { } token)
            {
                tokens.Add(token);
            }
        }

        return tokens;
    }

    private static SqlToken? Next(Cursor at)
    {
        switch (at.Now, at.Ahead)
        {
            case ('-', '-'):
                at.Until("\n");
                return null;
            case ('/', '*'):
                return Comment(at);
            case ('\'', _):
                return at.Quoted(SqlTokenKind.Text);
            case ('`', _):
                return at.Quoted(SqlTokenKind.QuotedName);
            default:
                return char.IsLetter(at.Now) || at.Now is '_' or '$' ? at.While(SqlTokenKind.Word, IsOfName)
                    : char.IsAsciiDigit(at.Now) ? at.While(SqlTokenKind.Number, c => char.IsAsciiDigit(c) || c == '.')
                    : at.One();
        }
    }

    private static SqlToken? Comment(Cursor at)
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

    private sealed class Cursor(string sql)
    {
        private int _line = 1;
        private int _lineStart;

        public string Sql => sql;

        public int Index { get; private set; }

        public char Now => sql[Index];

        public char Ahead => Index + 1 < sql.Length ? sql[Index + 1] : '\0';

        public (int Index, int Line, int Column) Place() => (Index, _line, Index - _lineStart + 1);

        public bool SkipBlanks()
        {
            while (Index < sql.Length && char.IsWhiteSpace(sql[Index]))
            {
                Step();
            }

            return Index < sql.Length;
        }

        /// <summary>Behind the next <paramref name="end"/>, or at the end of the text: false then.</summary>
        public bool Until(string end)
        {
            Step();
            Step();
            while (Index < sql.Length && !sql.AsSpan(Index).StartsWith(end, StringComparison.Ordinal))
            {
                Step();
            }

            var ended = Index < sql.Length;
            for (var i = 0; i < end.Length && Index < sql.Length; i++)
            {
                Step();
            }

            return ended;
        }

        // A quote within is doubled.
        public SqlToken Quoted(SqlTokenKind kind)
        {
            var from = Place();
            var quote = sql[Index];
            var value = new System.Text.StringBuilder();
            Step();
            while (Index < sql.Length)
            {
                if (sql[Index] == quote)
                {
                    Step();
                    if (Index >= sql.Length || sql[Index] != quote)
                    {
                        return Since(from, kind) with { Value = value.ToString() };
                    }
                }

                value.Append(sql[Index]);
                Step();
            }

            return Since(from, SqlTokenKind.Unended);
        }

        public SqlToken While(SqlTokenKind kind, Func<char, bool> belongs)
        {
            var from = Place();
            while (Index < sql.Length && belongs(sql[Index]))
            {
                Step();
            }

            return Since(from, kind);
        }

        public SqlToken One()
        {
            var from = Place();
            Step();
            return Since(from, SqlTokenKind.Symbol);
        }

        public SqlToken Since((int Index, int Line, int Column) from, SqlTokenKind kind) =>
            new(kind, sql[from.Index..Index], from.Index, Index, from.Line, from.Column);

        private void Step()
        {
            if (Index >= sql.Length)
            {
                return;
            }

            if (sql[Index++] == '\n')
            {
                _line++;
                _lineStart = Index;
            }
        }
    }
}
