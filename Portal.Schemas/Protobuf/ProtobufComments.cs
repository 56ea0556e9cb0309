using System.Text.RegularExpressions;

namespace Portal.Schemas.Protobuf;

/// <summary>The comments of a text that protoc has read.</summary>
internal static partial class ProtobufComments
{
    /// <summary>Their words, in order, wherever they stand.</summary>
    public static IEnumerable<string> Words(string text) =>
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
