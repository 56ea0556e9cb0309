using System.Text.RegularExpressions;
using Portal.Core.Specs;

namespace Portal.Web.Api.Specs;

/// <summary>
/// One of the files that were sent as one text. Whoever sends several begins with a comment that names a boundary of its own making,
/// <c># boundary: 5f0c9b…</c>, and each file with a comment of that boundary and its name, <c># 5f0c9b… topics/orders.yaml</c>: what is
/// wrong is reported with the file's name and line, and no comment in a file can be taken for the beginning of another. It is YAML
/// all the same, and one file needs no boundary.
/// </summary>
internal sealed partial record SpecFile(string Name, string Text)
{
    private const char ByteOrderMark = '\uFEFF';
    private const string Unnamed = "the request";

    private const int LongestName = 300;

    public static IEnumerable<SpecFile> Split(string text)
    {
        if (Boundary().Match(text) is not { Success: true } first)
        {
            return [new(Unnamed, text.TrimStart(ByteOrderMark))];
        }

        var head = $"\n# {first.Groups["boundary"].Value} ";
        // With the line break that ends the first line, so that every head begins with one.
        var parts = text[(first.Length - 1)..].Split(head);
        var files = parts.Skip(1).Select(Named);
        return parts[0].Trim().Length > 0 ? files.Prepend(new(Unnamed, parts[0])) : files;
    }

    public SpecPlace At(long line, long column) => new(Name, (int)line, (int)column);

    // Its name is what is left of its head's line.
    private static SpecFile Named(string part)
    {
        var end = part.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? new(Short(part), "") : new(Short(part[..end]), part[(end + 1)..].TrimStart(ByteOrderMark));

        // Each mistake is reported with it.
        static string Short(string name) =>
            name.Trim() is { Length: > LongestName } tooLong ? $"{tooLong[..(LongestName - 1)]}…" : name.Trim();
    }

    // Long enough to be nobody's comment.
    [GeneratedRegex(@"^\# boundary: (?<boundary>[0-9a-zA-Z]{16,64})\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boundary();
}
