using System.Text.Json;

namespace Portal.Web.Api;

/// <summary>
/// Why a body can't be read, for who wrote it. The framework's own words name the program's types. They hold names of the body as well, as long
/// as somebody made them: so they are looked through once and cut, and no pattern is matched against them.
/// </summary>
internal static class JsonWords
{
    private const int Longest = 500;
    private const string Unknown = "The JSON property '";
    private const string Repeated = "Duplicate property '";
    private const string Absent = "missing required properties including: ";

    public static string Of(JsonException json) =>
        json.InnerException is JsonException syntax
            ? $"This isn't JSON, line {json.LineNumber + 1}: {Short(WithoutPlace(syntax.Message))}"
            : $"{Place(json)}{Fault(json.Message)}";

    private static string Place(JsonException json) =>
        (json.Path, json.LineNumber) switch
        {
            ({ Length: > 1 } path, { } line) => $"At {Short(path)}, line {line + 1}: ",
            ({ Length: > 1 } path, null) => $"At {Short(path)}: ",
            _ => "In the body: ",
        };

    private static string Fault(string words) =>
        words.StartsWith(Unknown, StringComparison.Ordinal) && End(words, "' could not be mapped") is { } end
            ? $"there is no field {Short(words[Unknown.Length..end])} here."
        : words.StartsWith(Repeated, StringComparison.Ordinal) && End(words, "' encountered") is { } last
            ? $"{Short(words[Repeated.Length..last])} is here twice."
        // Of a map the framework names only the place.
        : words.StartsWith("Duplicate properties", StringComparison.Ordinal) ? "it is here twice."
        : words.IndexOf(Absent, StringComparison.Ordinal) is >= 0 and var start
            ? InWords(words[(start + Absent.Length)..].TrimEnd('.').Replace("'", "", StringComparison.Ordinal))
        : words.Contains("doesn't allow null values", StringComparison.Ordinal) ? "null isn't taken here."
        : words.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? "a value of another type belongs here; see /openapi/v1.json."
        : Short(WithoutPlace(words));

    private static string InWords(string absent) =>
        $"{Short(absent)} {(absent.Contains(',', StringComparison.Ordinal) ? "are" : "is")} missing.";

    // The framework ends with the place: " Path: $.a | LineNumber: 0 | BytePositionInLine: 5."
    private static string WithoutPlace(string words) =>
        End(words, "LineNumber: ") is not { } line ? words
        : End(words[..line], " Path: ") is { } path && words[..line].EndsWith(" | ", StringComparison.Ordinal)
            ? words[..path]
        : words[..line].TrimEnd();

    private static int? End(string words, string of) =>
        words.LastIndexOf(of, StringComparison.Ordinal) is >= 0 and var at ? at : null;

    private static string Short(string words) => words.Length <= Longest ? words : $"{words[..Longest]}…";
}
