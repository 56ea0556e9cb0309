using System.Text;
using Portal.Core.Jobs.Sql;

namespace Portal.Core.Jobs.Previews;

/// <summary>What a preview ran, as the audit log keeps it: what could be seen of masked values follows from how they were computed. Pure.</summary>
/// <param name="Views">All of the text, as the query may read them; null where there are none.</param>
public sealed record PreviewedStatements(string Statement, string? Views, PreviewFrom From)
{
    /// <summary>Characters of the query and of each view; what is cut ends in an ellipsis.</summary>
    public const int Longest = 4_000;

    public static PreviewedStatements Of(JobScript script, SqlStatement query, PreviewFrom from)
    {
        var views = string.Join(
            ";\n",
            script.Statements.Where(s => s.Kind == StatementKind.View).Select(s => Cut(Dense(s.Text)))
        );
        return new(Cut(Dense(query.Text)), views.Length > 0 ? views : null, from);
    }

    // Blanks say nothing, and enough of them would leave no room for what does.
    private static string Dense(string text)
    {
        var dense = new StringBuilder();
        var end = 0;
        foreach (var token in SqlLexer.Read(text))
        {
            if (token.Start > end && dense.Length > 0)
            {
                dense.Append(' ');
            }

            dense.Append(text, token.Start, token.End - token.Start);
            end = token.End;
        }

        // PostgreSQL takes no NUL.
        return dense.Replace('\0', ' ').ToString();
    }

    private static string Cut(string text) =>
        text.Length <= Longest ? text : $"{text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)]}…";
}
