namespace Portal.Core.Jobs.Sql;

/// <summary>Where in a statement tables stand.</summary>
internal static class TablePlaces
{
    private static readonly string[] Before = ["FROM", "JOIN", "INTO", "TABLE", "LATERAL"];

    // What begins at such a place and is no table's name.
    private static readonly string[] Others = ["SELECT", "WITH", "VALUES", "TABLE", "LATERAL"];

    // What begins another list. All of them are reserved: no alias is one.
    private static readonly string[] OtherLists = ["SELECT", "VALUES", "GROUP", "WINDOW", "ORDER"];

    /// <summary>
    /// The first token of each: behind FROM, JOIN, INTO and TABLE, behind each comma of a FROM's own list, however the table before it is written, and
    /// within parentheses that stand for a table.
    /// </summary>
    public static IEnumerable<int> In(IReadOnlyList<SqlToken> tokens)
    {
        // Of each parenthesis that is open, whether its commas are between tables.
        var lists = new Stack<bool>([false]);
        var isPlace = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            // Behind a dot a word is a name, whatever it is elsewhere. It begins no place: the dot ended that.
            if (i > 0 && tokens[i - 1].Is(".") && tokens[i].IsName)
            {
                continue;
            }

            var (token, begins) = (tokens[i], isPlace);
            if (begins && token.IsName && !Others.Any(token.Is))
            {
                yield return i;
            }

            var isFrom = token.Is("FROM") && !IsOfFunction(tokens, i);
            if (token.Is("(") || token.Is("["))
            {
                // TABLE(f(x)) has a function in it.
                lists.Push(begins && token.Is("(") && !tokens[i - 1].Is("TABLE"));
            }
            else if ((token.Is(")") || token.Is("]")) && lists.Count > 1)
            {
                lists.Pop();
            }
            else if (isFrom || OtherLists.Any(token.Is) || (begins && token.Is("WITH")))
            {
                lists.Pop();
                lists.Push(isFrom);
            }

            isPlace =
                token.Is("(") || token.Is(",") ? lists.Peek()
                : token.Is("FROM") ? isFrom
                : Before.Any(token.Is);
        }
    }

    // EXTRACT(DAY FROM x), TRIM(BOTH ' ' FROM x) and IS DISTINCT FROM x name no table.
    private static bool IsOfFunction(IReadOnlyList<SqlToken> tokens, int from)
    {
        if (from > 0 && tokens[from - 1].Is("DISTINCT") && from > 1 && !tokens[from - 2].Is("SELECT"))
        {
            return true;
        }

        var depth = 0;
        for (var i = from - 1; i >= 0; i--)
        {
            depth +=
                tokens[i].Is(")") ? 1
                : tokens[i].Is("(") ? -1
                : 0;
            if (depth < 0)
            {
                return i > 0
                    && (tokens[i - 1].Is("EXTRACT") || tokens[i - 1].Is("TRIM") || tokens[i - 1].Is("SUBSTRING"));
            }

            if (depth == 0 && tokens[i].Is("SELECT"))
            {
                return false;
            }
        }

        return false;
    }
}
