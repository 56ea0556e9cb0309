using System.Text.RegularExpressions;
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

    [GeneratedRegex(@"`(?<path>(Portal\.\w+|setup|docs|db)/[\w./-]*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
