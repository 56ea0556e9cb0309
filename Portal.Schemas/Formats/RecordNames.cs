using System.Text;
using System.Text.RegularExpressions;
using Portal.Schemas.Text;

namespace Portal.Schemas.Formats;

/// <summary>
/// The full names of what a text declares at its top: after them clients name subjects by the record name and the topic record name
/// strategies. A record's of Avro, the title of JSON Schema, the messages of Protobuf. Needs nothing that the text refers to.
/// </summary>
public static partial class RecordNames
{
    /// <returns>None where the text names nothing, or can't be read.</returns>
    public static IReadOnlyList<string> Of(SchemaFormat format, string text) =>
        format == SchemaFormat.Protobuf
            ? Messages(text)
            : JsonReading.Read(Encoding.UTF8.GetBytes(text)).Json switch
            {
                JsonObject json when format == SchemaFormat.Json => Text(json, "title") is { } title ? [title] : [],
                JsonObject avro when Text(avro, "name") is { } name => [Full(Text(avro, "namespace"), name)],
                _ => [],
            };

    private static string? Text(JsonObject json, string key) =>
        json[key] is JsonText { Value: [_, ..] text } ? text : null;

    private static string Full(string? space, string name) =>
        space is null || name.Contains('.', StringComparison.Ordinal) ? name : $"{space}.{name}";

    private static List<string> Messages(string text)
    {
        var (names, package, depth, before) = (new List<string>(), "", 0, "");
        foreach (var word in Words().Matches(text).Select(match => match.Groups["word"].Value).Where(w => w.Length > 0))
        {
            depth += word switch
            {
                "{" => 1,
                "}" => -1,
                _ => 0,
            };
            if (depth == 0 && before == "package")
            {
                package = word;
            }
            else if (depth == 0 && before == "message")
            {
                names.Add(word);
            }

            before = word;
        }

        return names.ConvertAll(name => package.Length == 0 ? name : $"{package}.{name}");
    }

    // Comments and what lies between quotes are passed over.
    [GeneratedRegex(
        @"//[^\n]*|/\*.*?\*/|""(\\.|[^""\\])*""|'(\\.|[^'\\])*'|(?<word>[\w.]+|[{}])",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Words();
}
