using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Web.Api;

/// <summary>Why a body can't be read, for who wrote it. The framework's own words name the program's types.</summary>
internal static partial class JsonWords
{
    public static string Of(JsonException json) =>
        json.InnerException is JsonException syntax
            ? $"This isn't JSON, line {json.LineNumber + 1}: {Tail().Replace(syntax.Message, "")}"
            : $"{Place(json)}{Fault(json.Message)}";

    private static string Place(JsonException json) =>
        (json.Path, json.LineNumber) switch
        {
            ({ Length: > 1 } path, { } line) => $"At {path}, line {line + 1}: ",
            ({ Length: > 1 } path, null) => $"At {path}: ",
            _ => "In the body: ",
        };

    private static string Fault(string words) =>
        Unknown().Match(words) is { Success: true } unknown ? $"there is no field {unknown.Groups["name"].Value} here."
        : Absent().Match(words) is { Success: true } absent
            ? InWords(absent.Groups["names"].Value.Replace("'", "", StringComparison.Ordinal))
        : words.Contains("doesn't allow null values", StringComparison.Ordinal) ? "null isn't taken here."
        : words.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? "a value of another type belongs here; see /openapi/v1.json."
        : Tail().Replace(words, "");

    private static string InWords(string absent) =>
        $"{absent} {(absent.Contains(',', StringComparison.Ordinal) ? "are" : "is")} missing.";

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: (?<names>.*)\\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Absent();

    [GeneratedRegex(
        " (Path: .* \\| )?LineNumber: [0-9]+ \\| BytePositionInLine: [0-9]+\\.$",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Tail();
}
