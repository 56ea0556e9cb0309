using System.Text.RegularExpressions;
using Portal.Core;
using Portal.Tests.Kit;
using Portal.Web.Api;

namespace Portal.Tests.House;

/// <summary>Pages, API, messages and documents speak the field's words: what was said otherwise once isn't said again.</summary>
public sealed partial class WordTests
{
    // What a person may read. Each was replaced by the usual word; where it stands, look at how others say it.
    private const string Phrases =
        "waits for (me|you|your)|wait for you|be anyone|be someone else|teams' things|things of your|of your teams are well"
        + "|too new|not enough data(?! yet)|since we watch|nobody yet|how much it hurts|late or gone|soon gone|what is in it"
        + "|ask all the same|mend(s|ed|ing)?|say why|a forecast|plan that binds|nothing would go|drained in|until data is lost"
        + "|we may not see|what that hides|nobody signs in|made a mistake|not in a state where|needs a look|not known yet"
        + "|judge it|who has no";

    // Messages are sent and received, reports reported, events recorded, requests made: nobody tells or is asked.
    private const string Verbs = "told|said|heard|asked";
    private const string VerbsInAnyForm = Verbs + "|tells?|telling|says?|saying|hears?|hearing|asks?|asking";

    // Good words in a sentence, wrong as a label, as the name of a field, and as a word of an address.
    private const string Labels = "works|made|ends";

    private static readonly Regex Product = Words($"{Phrases}|{VerbsInAnyForm}");
    private static readonly Regex Document = Words($"{Phrases}|{Verbs}");
    private static readonly Regex Label = new(
        $@"^\W*(it )?({Labels}|{VerbsInAnyForm})\W*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5)
    );
    private static readonly Regex Name = Words($"{Labels}|{VerbsInAnyForm}");

    // Not ours to choose: a person's name, and an audit event as the version before recorded it.
    private static readonly string[] Allowed = ["\"Omar Said\"", "\"plan.asked\""];

    [Fact]
    public void No_page_and_no_message_says_what_the_field_says_otherwise() =>
        Found(@"^Portal\.(Web|Core|Workers|Engines|Schemas|Kafka|LocalCluster)/.*\.(cs|razor)$", Shown, Product)
            .ShouldBeEmpty();

    [Fact]
    public void No_document_says_what_the_field_says_otherwise() =>
        Found(@"^([A-Z]+\.md|docs/.*\.md)$", Prose, Document).ShouldBeEmpty();

    [Fact]
    public void The_command_says_nothing_that_the_field_says_otherwise() =>
        Found(@"^(portal|setup/.*\.sh|docker-compose\.yml)$", Script, Document).ShouldBeEmpty();

    /// <summary>Fields, the words of their enums, and the queries of routes.</summary>
    [Fact]
    public void No_name_in_the_API_is_a_word_that_the_field_says_otherwise()
    {
        var types = typeof(ApiRegistration)
            .Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Portal.Web.Api", StringComparison.Ordinal) == true)
            .ToList();
        var enums = types
            .SelectMany(type => type.GetProperties())
            .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
            .Where(type => type.IsEnum)
            .Distinct()
            .ToList();
        enums.ShouldNotBeEmpty();
        types
            .SelectMany(type => type.GetProperties().Select(property => $"{type.Name}.{property.Name}"))
            .Concat(enums.SelectMany(type => Enum.GetNames(type).Select(name => $"{type.Name}.{name}")))
            .Where(name => Name.IsMatch(Apart(name)))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""new("asked", "Requested by me")""")]
    [InlineData("""builder.WithName("askForDeletion")""")]
    [InlineData("""Address = "/changes?tab=asked";""")]
    [InlineData("""Log("The broker told nothing");""")]
    [InlineData("""new Column("Made")""")]
    [InlineData("""<th>Ends</th>""", true)]
    [InlineData("""<Fact Label="Works">3</Fact>""", true)]
    [InlineData("""<p>@(count == 0 ? "Nobody asked" : "Requested")</p>""", true)]
    [InlineData("""<p>Waits for me</p>""", true)]
    public void A_word_like_that_is_found_wherever_it_is_shown(string code, bool isPage = false) =>
        Shown(code, isPage).Any(words => IsWrong(words, Product)).ShouldBeTrue();

    [Theory]
    [InlineData("""var asked = Told(request.Said);""")]
    [InlineData("""// Who was asked "often" says more.""")]
    [InlineData("""new("requested", $"{asked.Name} works as it was made")""")]
    [InlineData("""<Search Asked="words => Ask(nameof(Words), words)" Made="made" @bind-Value:after="Tell" />""", true)]
    [InlineData("""@* What is asked *@<p>@entry.Said @(asked.Told)</p>""", true)]
    public void Names_in_code_and_comments_are_no_words_that_are_shown(string code, bool isPage = false) =>
        Shown(code, isPage).Where(words => IsWrong(words, Product)).ShouldBeEmpty();

    private static List<string> Found(string files, Func<string, IEnumerable<string>> shown, Regex banned) =>
        Found(files, (text, _) => shown(text), banned);

    private static List<string> Found(string files, Func<string, bool, IEnumerable<string>> shown, Regex banned)
    {
        var wanted = new Regex(files, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var read = Directory
            .EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
            .Select(file => (File: file, Path: Path.GetRelativePath(Repository.Root, file)))
            .Where(file => wanted.IsMatch(file.Path) && !BuildOutput().IsMatch(file.Path))
            .ToList();
        read.ShouldNotBeEmpty();
        return
        [
            .. read.SelectMany(file =>
                shown(File.ReadAllText(file.File), file.Path.EndsWith(".razor", StringComparison.Ordinal))
                    .Where(words => IsWrong(words, banned))
                    .Select(words => $"{file.Path}: {words.Trim()}")
            ),
        ];
    }

    private static bool IsWrong(string words, Regex banned) =>
        !Allowed.Contains(words, StringComparer.Ordinal)
        && (banned.IsMatch(Apart(words)) || LabelsIn(words).Any(label => Label.IsMatch(label)));

    // A literal or a page's text whole; of a document's line a heading, what is bold, and a cell of a table.
    private static IEnumerable<string> LabelsIn(string words) =>
        words.StartsWith('#') ? [words.TrimStart('#')]
        : words.StartsWith('|') ? words.Split('|')
        : [words, .. Bold().Matches(words).Select(match => match.Value)];

    // Words that are written together: "askForDeletion", "run.abort_asked".
    private static string Apart(string words) => Hump().Replace(words, " ").Replace('_', ' ');

    private static Regex Words(string alternatives) =>
        new($@"\b({alternatives})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    // Of C# what stands in quotes, of a page all but its comments and its code.
    private static IEnumerable<string> Shown(string text, bool isPage)
    {
        if (!isPage)
        {
            return Quoted(text);
        }

        text = PageComment().Replace(text, "");
        var code = text.IndexOf("\n@code", StringComparison.Ordinal);
        var markup = (code < 0 ? text : text[..code]).Split('\n').Where(line => !Comment().IsMatch(line)).ToList();
        return
        [
            .. markup.SelectMany(Markup),
            .. Quoted(string.Join('\n', markup.Select(line => Attribute().Replace(line, "")))),
            .. code < 0 ? [] : Quoted(text[code..]),
        ];
    }

    // What stands between tags, and in attributes that hold words: elsewhere stands code.
    private static IEnumerable<string> Markup(string line) =>
        [
            .. Control().IsMatch(line) ? [] : Expression().Replace(Attribute().Replace(line, ""), "").Split(['<', '>']),
            .. Attribute()
                .Matches(line)
                .Select(match => match.Groups["value"].Value)
                .Where(value => !Code().IsMatch(value)),
        ];

    private static IEnumerable<string> Quoted(string code) =>
        code.Split('\n')
            .Where(line => !Comment().IsMatch(line))
            .SelectMany(line => Literal().Matches(line).Select(match => Hole().Replace(match.Value, "")));

    // Line by line for its labels, and paragraph by paragraph: a phrase may go on in the next line.
    private static IEnumerable<string> Prose(string text)
    {
        text = TestName().Replace(text, ""); // is the code's
        return [.. text.Split('\n'), .. text.Split("\n\n").Select(paragraph => paragraph.ReplaceLineEndings(" "))];
    }

    private static IEnumerable<string> Script(string text) =>
        text.Split('\n')
            .Select(line => ScriptComment().Replace(line, ""))
            .SelectMany(line => ScriptText().Matches(line).Select(match => Expansion().Replace(match.Value, "")));

    [GeneratedRegex(@"`\w+Tests\.\w+`", RegexOptions.None, 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"(^|/)(obj|bin|\.\w+)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline, 1000)]
    private static partial Regex PageComment();

    [GeneratedRegex(@"^\s*//", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^\s*(@(if|foreach|for|switch|using|inject|implements|inherits|page|attribute|layout|typeparam)\b|else\b|case\b|var\b|[{}])",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Control();

    [GeneratedRegex(
        @"(?<![@\w:-])[\w-]+=(""(?<value>[^""]*)""|'(?<value>[^']*)')|[\w@:-]+=""[^""]*""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^$|^@|^[a-z]\w*$|=>|\(", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\*\*[^*]+\*\*", RegexOptions.None, 1000)]
    private static partial Regex Bold();

    // Names in expressions are the code's; words in quotes within them are read.
    [GeneratedRegex(@"@?\w+([.(]+\w*)+|@\w+|@?\([^()]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("\"([^\"\\\\]|\\\\.)*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|^[^\"'$=]*$", RegexOptions.None, 1000)]
    private static partial Regex ScriptText();

    [GeneratedRegex(@"(?<=^|\s)#(\s.*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ScriptComment();

    [GeneratedRegex(@"\$\{[^}]*\}|\$\w+", RegexOptions.None, 1000)]
    private static partial Regex Expansion();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex Hump();
}
