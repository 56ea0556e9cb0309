using System.Text;

namespace Portal.Core.Jobs.Sql;

/// <summary>Goes through a text and counts its lines and columns.</summary>
internal sealed class SqlCursor(string sql)
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

    public void UntilLineEnd()
    {
        while (Index < sql.Length && sql[Index] is not ('\n' or '\r'))
        {
            Step();
        }
    }

    // A quote within is doubled.
    public SqlToken Quoted(SqlTokenKind kind)
    {
        var from = Place();
        var quote = sql[Index];
        var value = new StringBuilder();
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
        Skip(belongs);
        return Since(from, kind);
    }

    /// <summary>With its exponent: what stands behind that is a word of its own to Flink, without a blank too.</summary>
    public SqlToken Number()
    {
        var from = Place();
        Skip(c => char.IsAsciiDigit(c) || c == '.');
        var digits = Index + (Ahead is '+' or '-' ? 2 : 1);
        if (digits < sql.Length && Now is 'e' or 'E' && char.IsAsciiDigit(sql[digits]))
        {
            while (Index < digits)
            {
                Step();
            }

            Skip(char.IsAsciiDigit);
        }

        return Since(from, SqlTokenKind.Number);
    }

    public SqlToken One()
    {
        var from = Place();
        Step();
        return Since(from, SqlTokenKind.Symbol);
    }

    public SqlToken Since((int Index, int Line, int Column) from, SqlTokenKind kind) =>
        new(kind, sql[from.Index..Index], from.Index, Index, from.Line, from.Column);

    private void Skip(Func<char, bool> belongs)
    {
        while (Index < sql.Length && belongs(sql[Index]))
        {
            Step();
        }
    }

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
