using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>Rules of the house style that no compiler and no analyzer checks.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 150;

    // A folder is a word of the domain; these are words for "something".
    private static readonly string[] BannedFolders =
    [
        "Common",
        "Extensions",
        "Helpers",
        "Managers",
        "Misc",
        "Models",
        "Services",
        "Shared",
        "Utilities",
        "Utils",
    ];

    // Files that are one table, longer than a screen by nature. A name here says why it may be.
    private static readonly string[] Tables =
    [
        "Portal.Core/Topics/TopicConfigs.cs",
        "Portal.LocalCluster/Topics/TopicConfigs.cs",
    ];

    // MSBuild compiles them itself, as an older C#.
    private const string BuildTasks = "Portal.Web/Build/";

    private static readonly string[] SourceEndings =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".sql",
        ".sh",
        ".md",
        ".json",
        ".yml",
    ];

    // In pieces, so that this file passes too.
    private static readonly string[] Registries =
    [
        "nuget" + ".org",
        "npmjs" + ".org",
        "npmjs" + ".com",
        "pypi" + ".org",
    ];
    private static readonly string[] Unfinished = ["TO" + "DO", "NotImplemented" + "Exception"];

    // What the formatter writes, and what tells it how.
    private static readonly string[] FormattedEndings = [".cs", ".csproj", ".props", ".targets", ".config"];
    private static readonly string[] FormatterFiles = [".editorconfig", ".config/dotnet-tools.json"];

    [Fact]
    public void A_file_is_one_concept_and_fits_in_150_lines() =>
        Files()
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.StartsWith("Portal.Tests/", StringComparison.Ordinal) && !Tables.Contains(file))
            .Select(file => (file, lines: File.ReadLines(Repository.PathOf(file)).Count()))
            .Where(file => file.lines > LongestFile)
            .ShouldBeEmpty();

    // The analyzer that knows it takes a tenth of the build with all its siblings.
    [Fact]
    public void A_namespace_has_the_whole_file() =>
        Files()
            .Where(file => Path.GetExtension(file) == ".cs" && !file.StartsWith(BuildTasks, StringComparison.Ordinal))
            .Where(file =>
                File.ReadLines(Repository.PathOf(file))
                    .Any(line => line.StartsWith("namespace ", StringComparison.Ordinal) && !line.EndsWith(';'))
            )
            .ShouldBeEmpty();

    [Fact]
    public void A_folder_is_a_word_of_the_domain() =>
        Files()
            .SelectMany(file => Path.GetDirectoryName(file)!.Split('/'))
            .Intersect(BannedFolders, StringComparer.OrdinalIgnoreCase)
            .ShouldBeEmpty();

    [Fact]
    public void Packages_come_from_the_machine_s_own_sources_and_no_file_names_one() =>
        Files()
            .Where(file =>
                SourceEndings.Contains(Path.GetExtension(file)) || Path.GetExtension(file) is ".config" or ".props"
            )
            .Where(file => NamesARegistry(File.ReadAllText(Repository.PathOf(file))))
            .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_for_later() =>
        Files()
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".sh" or ".sql")
            .Where(file => Unfinished.Any(File.ReadAllText(Repository.PathOf(file)).Contains))
            .ShouldBeEmpty();

    [Fact]
    public void A_field_is_told_from_what_is_local_by_its_underscore() =>
        Files()
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .SelectMany(file =>
                File.ReadLines(Repository.PathOf(file))
                    .Where(line => FieldWithout().IsMatch(line))
                    .Select(line => $"{file}: {line.Trim()}")
            )
            .ShouldBeEmpty();

    /// <summary>In the last twenty commits, which a push seldom exceeds, and what nobody has committed yet.</summary>
    [Fact]
    public async Task A_file_that_was_changed_is_as_the_formatter_writes_it()
    {
        var changed = await Changed();
        string[] files =
            changed is null || changed.Intersect(FormatterFiles).Any()
                ? [Repository.Root]
                :
                [
                    .. changed
                        .Where(file => FormattedEndings.Contains(Path.GetExtension(file)))
                        .Select(file => Repository.PathOf(file)),
                ];
        if (files.Length > 0)
        {
            // Hundreds of files, beside everything else that runs.
            await Command.Run(
                TimeSpan.FromMinutes(5),
                "dotnet",
                ["csharpier", "check", "--no-msbuild-check", .. files]
            );
        }
    }

    [LongFact]
    public async Task Every_file_is_as_the_formatter_writes_it() =>
        await Command.Run("dotnet", "csharpier", "check", Repository.Root);

    // A type, a name in lower case, and its end or its first value: what has brackets or an arrow is no field.
    [GeneratedRegex(
        @"^\s+private (?!const )((readonly|volatile|static) )*[\w.<>\[\],? ]+ [a-z]\w*( =( |$)|;)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FieldWithout();

    /// <returns>Null where git doesn't tell, as where there are fewer commits.</returns>
    private static async Task<IReadOnlyList<string>?> Changed()
    {
        try
        {
            var known = await Git("diff", "-z", "--name-only", "--diff-filter=d", "HEAD~20");
            var others = await Git("ls-files", "-z", "--others", "--exclude-standard");
            return $"{known}{others}".Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception none) when (none is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Task<string> Git(params string[] words) => Command.Run("git", ["-C", Repository.Root, .. words]);

    private static bool NamesARegistry(string text) =>
        Registries.Any(host => text.Contains(host, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file =>
                !file.Split('/').Any(part => part is "bin" or "obj" or ".git" or ".feed" or ".portal" or "TestResults")
            );
}
