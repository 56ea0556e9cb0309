using System.Text.RegularExpressions;

namespace Portal.Schemas.Protobuf;

/// <summary>The comments of a text.</summary>
internal static partial class ProtobufComments
{
    /// <summary>Whether a registry that was given the other text has its comments, or none at all: Confluent's drops all of them.</summary>
    public static bool AreKept(string kept, string wanted)
    {
        string[] left = [.. Words(kept)];
        return left.Length == 0 || left.SequenceEqual(Words(wanted), StringComparer.Ordinal);
    }

    // In order, wherever they stand.
    private static IEnumerable<string> Words(string text) =>
        Parts()
            .Matches(text)
            .SelectMany(part => part.Groups["comment"].Captures)
            .SelectMany(comment => comment.Value.Split([.. " \t\r\n*"], StringSplitOptions.RemoveEmptyEntries));

    // What lies between quotes may look like a comment.
    [GeneratedRegex(
        @"//(?<comment>[^\n]*)|/\*(?<comment>.*?)\*/|""(\\.|[^""\\])*""|'(\\.|[^'\\])*'",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Parts();
}
