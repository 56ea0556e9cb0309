using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>
/// Flink names a place within the one statement that it was given. Its author sees the whole text, so the place is told as it stands there.
/// </summary>
internal static partial class SqlPlaces
{
    /// <param name="shift">How many characters were put before its first line.</param>
    public static string InText(string words, SqlStatement statement, int shift) =>
        Place()
            .Replace(
                words,
                found =>
                {
                    var line = Number(found, "line");
                    var column = Number(found, "column");
                    (line, column) = statement.PlaceOf(line, line == 1 ? Math.Max(1, column - shift) : column);
                    return $"line {line}, column {column}";
                }
            );

    private static int Number(Match found, string group) =>
        int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"line (?<line>\d{1,6}), column (?<column>\d{1,6})",
        RegexOptions.None,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Place();
}
