using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Sql.Hints;

namespace Portal.Engines.Flink;

/// <summary>
/// Flink names a place within the one statement that it was given. Its author sees the whole text, so the place is told as it stands there.
/// </summary>
internal static partial class SqlPlaces
{
    /// <summary>What Flink has against a statement, at its place in the job's text; at the statement's beginning where Flink names none.</summary>
    /// <param name="shift">How many characters were put before its first line.</param>
    /// <param name="tables">Of the job, for what to do about it.</param>
    public static SqlFault Fault(string words, SqlStatement statement, int shift, ImmutableArray<KnownTable> tables)
    {
        var found = Place().Match(words);
        if (!found.Success)
        {
            return new(statement.Line, statement.Column, SqlHints.Behind(words, new(tables)));
        }

        var line = Number(found, "line");
        var column = line == 1 ? Math.Max(1, Number(found, "column") - shift) : Number(found, "column");
        var before = SqlLexer
            .Read(statement.Quoted)
            .LastOrDefault(token => token.Line < line || (token.Line == line && token.Column < column))
            ?.Value;
        (line, column) = statement.PlaceOf(line, column);
        return new(line, column, SqlHints.Behind(WithoutPlace(words, found), new(tables, before)));
    }

    // The place stands beside the words: what is left of them has to be a sentence without it.
    private static string WithoutPlace(string words, Match place)
    {
        var before = words[..place.Index].TrimEnd();
        var after = words[(place.Index + place.Length)..].TrimStart(':', ' ');
        return before.Length == 0 ? after
            : after.Length == 0 || !char.IsLetterOrDigit(after[0]) ? $"{before}{after}"
            : $"{before} {after}";
    }

    private static int Number(Match found, string group) =>
        int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?:\b(?:From|from|At|at) )?\bline (?<line>\d{1,6}), column (?<column>\d{1,6})(?: to line \d{1,6}, column \d{1,6})?",
        RegexOptions.None,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Place();
}
