namespace Portal.Core.Jobs.Sql;

/// <summary>Where in a statement tables stand.</summary>
internal static class TablePlaces
{
    /// <summary>Whether FROM belongs to a function: EXTRACT(DAY FROM x), TRIM(BOTH ' ' FROM x), x IS DISTINCT FROM y.</summary>
    public static bool IsOfFunction(IReadOnlyList<SqlToken> tokens, int from)
    {
        if (!tokens[from].Is("FROM"))
        {
            return false;
        }

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

    /// <summary>The next table of a list with commas; null when the list is over.</summary>
    public static int? Next(IReadOnlyList<SqlToken> tokens, int at)
    {
        var i = at + 1;
        while (i + 1 < tokens.Count && tokens[i].Is("."))
        {
            i += 2;
        }

        if (i < tokens.Count && tokens[i].Is("AS"))
        {
            i++;
        }

        if (i < tokens.Count && tokens[i].IsName && !tokens[i].Is("WHERE"))
        {
            i++;
        }

        return i + 1 < tokens.Count && tokens[i].Is(",") && tokens[i + 1].IsName ? i + 1 : null;
    }
}
