using System.Text.RegularExpressions;
using Portal.Core.Specs;

namespace Portal.Web.Api.Specs;

/// <summary>
/// One of the files that were sent as one text: each begins with a comment of its own, <c># file: topics/orders.yaml</c>, so
/// that what is wrong is said with the file's name and line. It is YAML all the same, and one file needs no such comment.
/// </summary>
internal sealed partial record SpecFile(string Name, string Text)
{
    private const char ByteOrderMark = '\uFEFF';
    private const string Unnamed = "the request";

    public static IEnumerable<SpecFile> Split(string text)
    {
        var heads = Head().Matches(text);
        if (heads.Count == 0 || text[..heads[0].Index].Trim().Length > 0)
        {
            var end = heads.Count == 0 ? text.Length : heads[0].Index;
            yield return new(Unnamed, text[..end].TrimStart(ByteOrderMark));
        }

        for (var i = 0; i < heads.Count; i++)
        {
            var begin = heads[i].Index + heads[i].Length;
            var end = i + 1 < heads.Count ? heads[i + 1].Index : text.Length;
            yield return new(heads[i].Groups["name"].Value.Trim(), text[begin..end].TrimStart(ByteOrderMark));
        }
    }

    public SpecPlace At(long line, long column) => new(Name, (int)line, (int)column);

    [GeneratedRegex(@"^\# file: (?<name>.+)\r?\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Head();
}
