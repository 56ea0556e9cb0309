using System.Text.RegularExpressions;

namespace Portal.Schemas.Protobuf;

/// <summary>
/// What a text states, though it may import what isn't here: its statements, each with the block it stands in. Their order counts only among those
/// of one kind, because Confluent's registry prints one kind after the other.
/// </summary>
internal static partial class ProtobufStatements
{
    // What begins with none of these is a field, or an enum's constant.
    private static readonly string[] Kinds =
    [
        "edition",
        "enum",
        "extend",
        "extensions",
        "message",
        "oneof",
        "option",
        "package",
        "reserved",
        "rpc",
        "service",
        "syntax",
    ];

    public static bool AreSame(string one, string other)
    {
        // By what they begin with and the block around them: numbered alike in both texts.
        var blocks = new Dictionary<(int Outer, string Head), int>();
        return Of(one, blocks).SequenceEqual(Of(other, blocks));
    }

    private static IEnumerable<(int Block, string Kind, string Words)> Of(
        string text,
        Dictionary<(int Outer, string Head), int> blocks
    )
    {
        var stated = new List<(int Block, string Kind, string Words)>();
        var open = new Stack<int>([0]);
        var words = new List<string>();
        var depth = 0; // within an option's value, or a list of options
        foreach (var word in Words(text))
        {
            switch (word)
            {
                case ";" when depth == 0:
                    State();
                    break;
                case "{" when depth == 0 && words is not [.., "="]:
                    var block = (open.Peek(), State());
                    blocks.TryAdd(block, blocks.Count + 1);
                    open.Push(blocks[block]);
                    break;
                case "}" when depth == 0:
                    State();
                    if (open.Count > 1)
                    {
                        open.Pop();
                    }

                    break;
                // May be left out there.
                case ";" or ":" when depth > 0:
                    break;
                default:
                    depth += Deeper(word);
                    words.Add(word);
                    break;
            }
        }

        State();
        return stated.OrderBy(s => s.Block).ThenBy(s => s.Kind, StringComparer.Ordinal);

        string State()
        {
            var statement = string.Join(' ', ProtobufOptionList.Arranged(words));
            if (words.Count > 0)
            {
                stated.Add((open.Peek(), Kind(words[0], statement), statement));
            }

            words.Clear();
            return statement;
        }
    }

    // Of imports no order counts at all.
    private static string Kind(string first, string statement) =>
        first == "import" ? statement
        : Kinds.Contains(first, StringComparer.Ordinal) ? first
        : "";

    /// <summary>By how many brackets and braces what follows the word lies deeper than what is before it.</summary>
    public static int Deeper(string word) =>
        word switch
        {
            "{" or "[" => 1,
            "}" or "]" => -1,
            _ => 0,
        };

    private static IEnumerable<string> Words(string text) =>
        Parts().Matches(text).Select(part => part.Groups["word"].Value).Where(word => word.Length > 0).Select(Plain);

    // Either kind of quotes may stand around a text, and within it escaped or not.
    private static string Plain(string word) =>
        word is ['"' or '\'', _, ..]
            ? $"\"{word[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)}"
            : word;

    [GeneratedRegex(
        @"//[^\n]*|/\*.*?\*/|(?<word>""(\\.|[^""\\])*""|'(\\.|[^'\\])*'|[\w.]+|\S)",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Parts();
}
