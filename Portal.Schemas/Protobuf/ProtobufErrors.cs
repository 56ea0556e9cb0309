using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Schemas.Text;

namespace Portal.Schemas.Protobuf;

/// <summary>What protoc printed, as faults with their places in the text.</summary>
internal static partial class ProtobufErrors
{
    private const int MostFaults = 20;

    // Tabs count as protoc counts them: to the next column that eight divides.
    private const int TabWidth = 8;

    /// <param name="name">The file that the text was.</param>
    /// <param name="missing">Imports that weren't there: what is said because of them only hides that.</param>
    public static IReadOnlyList<TextFault> Of(string printed, string name, string text, IReadOnlyList<string> missing)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var said = Line()
            .Matches(printed)
            .Select(line =>
                (File: line.Groups["file"].Value, Message: line.Groups["message"].Value, At: Place(utf8, line))
            )
            .Where(line => !line.Message.StartsWith("Suggested field numbers", StringComparison.Ordinal))
            .ToList();
        var faults = said.Where(line => line.File == name)
            .Select(line => new TextFault(Words(line.Message, missing), line.At))
            .Where(fault => missing.Count == 0 || fault.Message.Contains("references", StringComparison.Ordinal))
            .DistinctBy(fault => fault.Message);
        var elsewhere = said.Where(line => line.File != name)
            .Select(line => new TextFault($"In “{line.File}”, {line.At}: {line.Message}", new(1, 1)));
        return faults.Concat(elsewhere).Take(MostFaults).ToList() is { Count: > 0 } found
            ? found
            : [new(Words(printed.Trim(), missing), new(1, 1))];
    }

    /// <summary>The imports that protoc didn't find.</summary>
    public static IReadOnlyList<string> Missing(string printed) =>
        [.. NotFound().Matches(printed).Select(line => line.Groups["file"].Value).Distinct()];

    /// <summary>Where a line and a column as protoc counts them, from 0, lie in a text, in bytes from its beginning.</summary>
    public static int Offset(ReadOnlySpan<byte> utf8, int line, int column)
    {
        var at = 0;
        for (; line > 0 && utf8[at..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            at += end + 1;
        }

        for (var seen = 0; at < utf8.Length && utf8[at] != '\n' && seen < column; at++)
        {
            seen += utf8[at] == '\t' ? TabWidth - seen % TabWidth : 1;
        }

        return at;
    }

    private static TextPosition Place(byte[] utf8, Match line) =>
        TextPosition.Of(utf8, Offset(utf8, Number(line.Groups["line"]) - 1, Number(line.Groups["column"]) - 1));

    private static string Words(string message, IReadOnlyList<string> missing) =>
        missing.FirstOrDefault(import => message == $"Import \"{import}\" was not found or had errors.") is { } absent
            ? $"“{absent}” isn't one of this schema's references, and isn't one of Protobuf's own files."
            : message;

    private static int Number(Group digits) =>
        int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    [GeneratedRegex(
        @"^(?<file>.+?):(?<line>\d+):(?<column>\d+): (?<message>.+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Line();

    [GeneratedRegex(
        @"^(?<file>.+): (File not found\.|Backslashes, consecutive slashes, .+)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex NotFound();
}
