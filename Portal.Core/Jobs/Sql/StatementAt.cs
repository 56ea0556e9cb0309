namespace Portal.Core.Jobs.Sql;

/// <summary>The one statement in which somebody writes, as it would run, and where in it.</summary>
/// <param name="Position">Characters before it.</param>
public readonly record struct StatementAt(string Text, int Position)
{
    /// <param name="position">Characters before it in the whole text.</param>
    public static StatementAt Of(string sql, int position)
    {
        position = Math.Clamp(position, 0, sql.Length);
        var tokens = SqlLexer.Read(sql);
        var statements = JobScript.Split(tokens).ToList();
        var index = statements.FindLastIndex(statement => statement[0].Start <= position);
        if (index < 0 || tokens.Any(token => token.Is(";") && IsBetween(statements[index][^1], token, position)))
        {
            return new("", 0);
        }

        var statement = JobScript.Draft(sql).Statements[index];
        var before = position - statements[index][0].Start;
        before += statement.BareNames.Sum(name =>
            before > name.Start + name.Length ? 2
            : before > name.Start ? 1
            : 0
        );
        // Blanks behind a statement are none of it, and yet a word ends there.
        return new(statement.Quoted.PadRight(before), before);
    }

    private static bool IsBetween(SqlToken last, SqlToken token, int position) =>
        token.Start >= last.End && token.Start < position;
}
