using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>What can't be read as SQL.</summary>
internal static partial class SyntaxHints
{
    private static readonly string[] Clauses =
    [
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "JOIN",
        "LEFT",
        "INNER",
        "UNION",
        "WINDOW",
        "LIMIT",
    ];

    public static string? Of(string words, SqlSurroundings seen) =>
        words.Contains("Aggregate expression is illegal in WHERE", StringComparison.Ordinal)
            ? "Compare aggregates in HAVING, behind GROUP BY."
        : words.Contains("Column count mismatch in", StringComparison.Ordinal)
            ? "Each of its queries has to give the same number of columns, of the same types."
        : Met().Match(words) is { Success: true } met ? OfWord(met.Groups["word"].Value, seen.Before)
        : null;

    private static string? OfWord(string met, string? before)
    {
        if (met == "<EOF>")
        {
            return "The statement ends too early: something is missing behind its last word.";
        }

        if (
            before is not null
            && !Clauses.Contains(before, StringComparer.OrdinalIgnoreCase)
            && Nearest.To(before, Clauses) is { } clause
        )
        {
            return $"Did you mean {clause} instead of {before}?";
        }

        var word = met.TrimStart('.', ' ').Split(' ')[0];
        return word.Length > 0 && word.All(c => char.IsLetter(c) || c == '_')
                ? $"Something is missing before {word}, or it is one of SQL's own words: as the name of a column or table it stands between backticks, `{word}`."
            : word.Contains('"', StringComparison.Ordinal) || met.Contains('"', StringComparison.Ordinal)
                ? "Texts stand between single quotes: 'text'."
            : null;
    }

    // Encountered "value" at line … · Encountered ". order" at … · Incorrect syntax near the keyword 'MATCH' at …
    [GeneratedRegex(
        """Encountered "(?<word>.+?)"(?= at |\.|$)|Incorrect syntax near the keyword '(?<word>[^']+)'""",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Met();
}
