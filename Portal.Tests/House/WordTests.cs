using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>Pages, problems and documents speak the field's words: what was said otherwise once isn't said again.</summary>
public sealed partial class WordTests
{
    // What a person may read. Each was replaced by the usual word; CONTRIBUTING says which.
    private static readonly string[] OffPages =
    [
        "waits for me",
        "waits for you",
        "wait for you",
        "waits for your",
        "be anyone",
        "be someone else",
        "teams' things",
        "things of your",
        "too new",
        "since we watch",
        "nobody yet",
        "how much it hurts",
        "soon gone",
        "what is in it",
        "ask all the same",
        "mend",
        "mended",
        "say why",
        "a forecast",
        "nothing would go",
        "drained in",
        "until data is lost",
        "we may not see",
        "nobody signs in",
        "made a mistake",
        "not in a state where",
        "needs a look",
        "not known yet",
        "judge it",
        "told",
        "heard",
    ];

    [Fact]
    public void No_page_and_no_message_says_what_the_field_says_otherwise()
    {
        var banned = new Regex(
            $@"\b({string.Join('|', OffPages.Select(Regex.Escape))})\b",
            RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(5)
        );
        var said = Directory
            .EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
            .Where(IsReadByPeople)
            .SelectMany(file =>
                Words(file)
                    .SelectMany(words =>
                        banned
                            .Matches(words)
                            .Select(match =>
                                $"{Path.GetRelativePath(Repository.Root, file)}: “{match.Value}” in {words.Trim()}"
                            )
                    )
            )
            .ToList();
        said.ShouldBeEmpty();
    }

    private static bool IsReadByPeople(string file)
    {
        var path = Path.GetRelativePath(Repository.Root, file);
        return !path.Contains("/obj/", StringComparison.Ordinal)
            && !path.Contains("/bin/", StringComparison.Ordinal)
            && (
                Regex.IsMatch(
                    path,
                    @"^Portal\.(?:Web|Core|Workers|Engines)/.*\.(?:cs|razor)$",
                    RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                )
                || path.StartsWith("docs/guide/", StringComparison.Ordinal)
                    && path.EndsWith(".md", StringComparison.Ordinal)
            );
    }

    // Of C# what stands in quotes, of a page all but its comments and its code, of a document everything.
    private static IEnumerable<string> Words(string file)
    {
        var text = File.ReadAllText(file);
        if (file.EndsWith(".md", StringComparison.Ordinal))
        {
            return text.Split('\n');
        }

        if (file.EndsWith(".cs", StringComparison.Ordinal))
        {
            return Quoted(text);
        }

        text = PageComment().Replace(text, "");
        var code = text.IndexOf("\n@code", StringComparison.Ordinal);
        return code < 0 ? Shown(text) : [.. Shown(text[..code]), .. Quoted(text[code..])];
    }

    private static IEnumerable<string> Shown(string markup) =>
        markup.Split('\n').Where(line => !Control().IsMatch(line)).Select(line => Expression().Replace(line, ""));

    private static IEnumerable<string> Quoted(string code) =>
        code.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Literal().Matches(line).Select(match => Hole().Replace(match.Value, "")))
            .Where(words => words.Contains(' ', StringComparison.Ordinal));

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, 1000)]
    private static partial Regex PageComment();

    [GeneratedRegex(@"^\s*(@if|@foreach|@switch|else if|case) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Control();

    // Names in expressions are the code's; words in quotes within them are read.
    [GeneratedRegex(@"@[A-Za-z_][\w.]*", RegexOptions.None, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("\"([^\"\\\\]|\\\\.)*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();
}
