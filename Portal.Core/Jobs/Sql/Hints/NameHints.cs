using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Sql.Hints;

/// <summary>Names of columns, tables and functions that there aren't, or more than once.</summary>
internal static partial class NameHints
{
    public static string? Of(string words, SqlSurroundings seen) =>
        Column().Match(words) is { Success: true } column ? OfColumn(words, column.Groups["name"].Value, seen)
        : Table().Match(words) is { Success: true } table ? OfTable(table.Groups["name"].Value, seen)
        : Function().Match(words) is { Success: true } function ? OfFunction(function.Groups["name"].Value)
        : Ambiguous().Match(words) is { Success: true } twice
            ? $"Several of its tables have it: write the table's alias before it, as a.{twice.Groups["name"].Value}."
        : Grouped().Match(words) is { Success: true } free
            ? $"Add {free.Groups["name"].Value} to GROUP BY, or aggregate it, as MAX({free.Groups["name"].Value})."
        : null;

    private static string? OfColumn(string words, string name, SqlSurroundings seen)
    {
        // Its own proposal, for a name that differs in case alone.
        if (words.Contains("did you mean", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var read = seen.Tables.Where(t => !t.IsWritten && t.Columns.Length > 0).ToImmutableArray();
        return Nearest.To(name, read.SelectMany(t => t.Columns)) is { } meant
                ? $"Did you mean `{meant}`, of {read.First(t => t.Columns.Contains(meant)).Name}?"
            : read.Length > 0
                ? string.Join(" ", read.Select(t => $"{t.Name} has {string.Join(", ", t.Columns.Select(SqlName.Of))}."))
            : null;
    }

    private static string OfTable(string name, SqlSurroundings seen)
    {
        var last = name.Replace("`", "", StringComparison.Ordinal).Split('.')[^1];
        return Nearest.To(last, seen.Tables.Select(t => t.Name.Split('.', 2)[^1])) is { } meant
            ? $"Did you mean {seen.Tables.First(t => t.Name.Split('.', 2)[^1] == meant).Name}?"
            : "It is neither a topic, a view of this job, nor an alias of this query. A topic is named by cluster and topic, and after an alias by that alone.";
    }

    private static string OfFunction(string name) =>
        FunctionNames.All.Contains(name)
            ? $"{name.ToUpperInvariant()} takes arguments of other types, or another number of them: CAST them."
        : Nearest.To(name, FunctionNames.All) is { } meant ? $"Did you mean {meant}?"
        : "Flink has no such function. Functions of your own run in a JAR.";

    // Column 'x' not found in any table · Column 'x' not found in table 'o' · Unknown identifier 'x'
    [GeneratedRegex(
        @"(?:Column '(?<name>[^']+)' not found|Unknown identifier '(?<name>[^']+)')",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Column();

    // Table 'x' not found · Object 'x' not found · Cannot find table '`a`.`b`.`x`'
    [GeneratedRegex(
        @"(?:(?:Table|Object) '(?<name>[^']+)' not found|Cannot find table '(?<name>[^']+)')",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Table();

    [GeneratedRegex(
        @"No match found for function signature (?<name>\w+)\(",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Function();

    [GeneratedRegex(@"Column '(?<name>[^']+)' is ambiguous", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"Expression '(?<name>[^']+)' is not being grouped", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Grouped();
}
