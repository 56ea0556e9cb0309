namespace Portal.Core.Jobs.Sql;

/// <summary>One SELECT, cut into its clauses at its own level: what stands in parentheses is a part of the clause around it.</summary>
internal sealed class QueryClauses
{
    private static readonly string[] Begins =
    [
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "WINDOW",
        "ORDER",
        "LIMIT",
    ];
    private static readonly string[] Between = ["UNION", "EXCEPT", "INTERSECT"];
    private readonly Dictionary<string, List<SqlToken>> _clauses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Its rows have a key: they are grouped, or distinct.</summary>
    public bool IsGrouped => _clauses.ContainsKey("GROUP") || this["SELECT"] is [var first, ..] && first.Is("DISTINCT");

    /// <summary>Without its first word; empty where there is none.</summary>
    public IReadOnlyList<SqlToken> this[string clause] => _clauses.GetValueOrDefault(clause, []);

    /// <summary>Those that a query is made of, one after the other.</summary>
    public static IReadOnlyList<QueryClauses> Of(IEnumerable<SqlToken> query)
    {
        var selects = new List<QueryClauses> { new() };
        List<SqlToken>? into = null;
        var depth = 0;
        var before = default(SqlToken);
        foreach (var token in query)
        {
            var isOwn = depth == 0 && token.Kind == SqlTokenKind.Word;
            depth +=
                token.Is("(") ? 1
                : token.Is(")") ? -1
                : 0;
            if (isOwn && Between.Any(token.Is))
            {
                selects.Add(new());
                into = null;
            }
            // x IS DISTINCT FROM y
            else if (isOwn && Begins.Any(token.Is) && !(token.Is("FROM") && before?.Is("DISTINCT") == true))
            {
                selects[^1]._clauses[token.Value] = into = [];
            }
            else
            {
                into?.Add(token);
            }

            before = token;
        }

        return selects;
    }

    /// <summary>What stands between the parenthesis at a place and its end.</summary>
    public static IReadOnlyList<SqlToken> Within(IReadOnlyList<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth +=
                tokens[i].Is("(") ? 1
                : tokens[i].Is(")") ? -1
                : 0;
            if (depth == 0)
            {
                return [.. tokens.Skip(open + 1).Take(i - open - 1)];
            }
        }

        return [.. tokens.Skip(open + 1)];
    }
}
