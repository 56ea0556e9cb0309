using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Web.Api.Specs;

/// <summary>JSON as YAML for a person to read and keep: block style, and quotes only where YAML would read something else.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(JsonObject node)
    {
        var text = new StringBuilder();
        Fields(text, node, 0, startsInLine: false);
        return text.ToString(0, text.Length - 1);
    }

    private static void Fields(StringBuilder text, JsonObject fields, int depth, bool startsInLine)
    {
        foreach (var (name, value) in fields)
        {
            text.Append(' ', startsInLine ? 0 : depth).Append(Scalar(name)).Append(':');
            startsInLine = false;
            Value(text, value, depth);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } fields:
                text.Append('\n');
                Fields(text, fields, depth + 2, startsInLine: false);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    text.Append(' ', depth + 2).Append("- ");
                    if (item is JsonObject fields)
                    {
                        Fields(text, fields, depth + 4, startsInLine: true);
                    }
                    else
                    {
                        text.Append(Scalar(item)).Append('\n');
                    }
                }

                break;
            case JsonValue lines when lines.TryGetValue<string>(out var words) && IsBlock(words):
                Block(text, words, depth + 2);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    // Several lines are written as they are, so that an edit of one is seen as that. What begins with a space, or holds
    // what can't be seen, is quoted.
    private static bool IsBlock(string words) =>
        words.TrimEnd('\n').Contains('\n', StringComparison.Ordinal)
        && !char.IsWhiteSpace(words[0])
        && !words.EndsWith("\n\n", StringComparison.Ordinal)
        && words.All(c => c == '\n' || IsSeen(c));

    private static void Block(StringBuilder text, string words, int depth)
    {
        var ends = words.EndsWith('\n');
        text.Append(ends ? " |\n" : " |-\n");
        foreach (var line in (ends ? words[..^1] : words).Split('\n'))
        {
            text.Append(' ', line.Length > 0 ? depth : 0).Append(line).Append('\n');
        }
    }

    private static string Scalar(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var words)
            ? Scalar(words)
            : value?.ToJsonString() ?? "null";

    // A JSON string is a double-quoted YAML string; JSON in one is easier to read in single quotes.
    private static string Scalar(string words) =>
        Plain().IsMatch(words) && !Meant().IsMatch(words) ? words
        : words.Contains('"', StringComparison.Ordinal) && words.All(IsSeen)
            ? $"'{words.Replace("'", "''", StringComparison.Ordinal)}'"
        : JsonSerializer.Serialize(words, Readable);

    // What stands for itself in YAML and on a screen.
    private static bool IsSeen(char c) =>
        c is (>= ' ' and <= '~') or (>= '\u00A1' and < '\u2000') or (> '\u2070' and < '\uD800');

    [GeneratedRegex(@"^[A-Za-z_/][\w./ -]*(?<! )\z", RegexOptions.None, 1000)]
    private static partial Regex Plain();

    // Words that a YAML reader takes for something else than words.
    [GeneratedRegex(
        @"^(true|false|yes|no|on|off|null|y|n)\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Meant();
}
