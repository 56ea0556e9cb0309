namespace Portal.Core.Jobs.Sql;

/// <summary>A condition that compares with the one value of a subquery.</summary>
internal static class SubqueryComparison
{
    /// <summary>The first that isn't an equality; null where there is none.</summary>
    public static SqlToken? In(IReadOnlyList<SqlToken> condition)
    {
        for (var i = 0; i < condition.Count; i++)
        {
            var isLonger = i + 1 < condition.Count && (condition[i + 1].Is("=") || condition[i + 1].Is(">"));
            var next = i + (isLonger ? 2 : 1);
            var compares = condition[i].Is("<") || condition[i].Is(">") || condition[i].Is("!");
            if (compares && (Begins(condition, next) || (i > 0 && Ends(condition, i - 1))))
            {
                return condition[i];
            }
        }

        return null;
    }

    private static bool Begins(IReadOnlyList<SqlToken> tokens, int at) =>
        at + 1 < tokens.Count && tokens[at].Is("(") && tokens[at + 1].Is("SELECT");

    private static bool Ends(IReadOnlyList<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (var i = at; i >= 0 && tokens[at].Is(")"); i--)
        {
            depth +=
                tokens[i].Is(")") ? 1
                : tokens[i].Is("(") ? -1
                : 0;
            if (depth == 0)
            {
                return Begins(tokens, i);
            }
        }

        return false;
    }
}
