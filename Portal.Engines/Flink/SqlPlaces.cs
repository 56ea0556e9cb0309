using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Engines.Flink;

/// <summary>
/// Flink names a place within the one statement that it was given. Its author sees the whole text, so the place is told as it stands there.
/// </summary>
internal static partial class SqlPlaces
{
    /// <param name="line">The line on which the statement begins.</param>
    /// <param name="shift">How many characters were put before its first line.</param>
    public static string Shifted(string words, int line, int shift) =>
        Place().Replace(words, found => $"line {Line(found, line)}, column {Column(found, shift)}");

    private static int Line(Match found, int line) => Number(found, "line") + line - 1;

    private static int Column(Match found, int shift) =>
        Number(found, "line") == 1 ? Math.Max(1, Number(found, "column") - shift) : Number(found, "column");

    private static int Number(Match found, string group) =>
        int.Parse(found.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"line (?<line>\d{1,6}), column (?<column>\d{1,6})",
        RegexOptions.None,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Place();
}
