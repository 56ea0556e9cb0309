using System.Text.RegularExpressions;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>A document that names a file or links to one is kept true.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] Documents =
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        .. Directory
            .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Fact]
    public void Every_file_a_document_names_is_there() =>
        Documents
            .SelectMany(document =>
                NamedFile()
                    .Matches(File.ReadAllText(Repository.PathOf(document)))
                    .Select(found => found.Groups["path"].Value)
                    .Where(path => !Path.Exists(Repository.PathOf(path)))
                    .Select(path => $"{document} names {path}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere() =>
        Documents
            .SelectMany(document =>
                Link()
                    .Matches(File.ReadAllText(Repository.PathOf(document)))
                    .Select(found => found.Groups["path"].Value)
                    .Where(path =>
                        !Path.Exists(Path.Combine(Path.GetDirectoryName(Repository.PathOf(document))!, path))
                    )
                    .Select(path => $"{document} links to {path}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Every_act_that_needs_a_fresh_sign_in_is_in_the_guide()
    {
        var guide = File.ReadAllText(Repository.PathOf("docs", "guide", "sign-in.md"));
        var listed = guide.Split("\n### What needs a fresh sign-in\n")[1].Split("\n#")[0];
        var needed = Directory
            .EnumerateFiles(Repository.PathOf("Portal.Core"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => FreshAct().Matches(File.ReadAllText(file)))
            .Select(act => act.Groups["words"] is { Success: true } words ? words.Value : Constant(act.Groups["name"]));

        TableRow()
            .Matches(listed)
            .Select(row => row.Groups["act"].Value)
            .ShouldBe(needed.Distinct(StringComparer.Ordinal), ignoreOrder: true);
    }

    private static string Constant(Group name) =>
        (string)typeof(FreshSignIn).GetField(name.Value)!.GetRawConstantValue()!;

    // FreshSignIn.Missing, which has who acts first.
    [GeneratedRegex(
        @"\.Missing\(\s*who(\.Caller)?,\s*(""(?<words>[^""]+)""|FreshSignIn\.(?<name>\w+))",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FreshAct();

    [GeneratedRegex(@"^\| (?<act>[A-Z][^|]*[^| ]) \|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"`(?<path>(Portal\.\w+|setup|docs|db)/[\w./-]*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
