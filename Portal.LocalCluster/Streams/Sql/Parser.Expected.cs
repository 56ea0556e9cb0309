namespace Portal.LocalCluster.Streams.Sql;

public sealed partial class Parser
{
    private static readonly string[] First =
    [
        "BEGIN",
        "CREATE",
        "DESC",
        "DESCRIBE",
        "DROP",
        "EXECUTE",
        "EXPLAIN",
        "INSERT",
        "RESET",
        "SELECT",
        "SET",
        "SHOW",
        "USE",
        "VALUES",
        "WITH",
    ];
    private static readonly string[] Made = ["DATABASE", "TABLE", "VIEW"];
    private static readonly string[] Shown = ["TABLES", "VIEWS", "DATABASES", "CATALOGS", "FUNCTIONS", "JOBS"];

    private readonly SortedSet<string> _expected = new(StringComparer.Ordinal);
    private int _expectedAt;

    /// <summary>What may follow the beginning of a statement, as this grammar has it.</summary>
    /// <returns>Words and signs, and <see cref="Expected"/>'s kinds of names; nothing where the beginning is wrong already.</returns>
    public static IReadOnlyCollection<string> Following(string beginning)
    {
        Parser? parser = null;
        try
        {
            parser = new Parser(beginning);
            parser.Statement();
            parser.Take(";");
        }
        catch (SqlException)
        {
            // It is the beginning of one.
        }

        return parser is not null && parser._expectedAt == parser._tokens.Count - 1 ? parser._expected : [];
    }

    /// <summary>Whether this word comes next; if not, it might have.</summary>
    private bool Is(string word)
    {
        Expects(word, _at);
        return Now.Is(word);
    }

    private void Expects(string what, int at)
    {
        if (at > _expectedAt)
        {
            _expected.Clear();
            _expectedAt = at;
        }

        if (at == _expectedAt)
        {
            _expected.Add(what);
        }
    }

    private void ExpectsOneOf(string[] words)
    {
        foreach (var word in words)
        {
            Expects(word, _at);
        }
    }

    private SqlException Unexpected(string? expected = null)
    {
        if (expected is not null)
        {
            Expects(expected, _at);
        }

        return SqlException.Syntax($"Encountered \"{Now}\"", Now.At, _expectedAt == _at ? _expected : []);
    }
}

/// <summary>What may follow that is no word of the language.</summary>
public static class Expected
{
    /// <summary>A name that is made here.</summary>
    public const string Name = "<IDENTIFIER>";

    /// <summary>The name of a table or a view that is there.</summary>
    public const string Table = "<TABLE>";

    /// <summary>A value: a column, a literal, a call.</summary>
    public const string Value = "<EXPRESSION>";

    public const string Text = "<QUOTED_STRING>";
    public const string Number = "<UNSIGNED_INTEGER_LITERAL>";
    public const string Type = "<TYPE>";

    public static bool IsKind(string what) => what is ['<', _, _, .., '>'];
}
