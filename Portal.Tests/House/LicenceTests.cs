using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>Every package that comes along is listed with its licence, and that is one that asks for nothing but its notice.</summary>
public sealed partial class LicenceTests
{
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "PostgreSQL", "BSD-2-Clause", "BSD-3-Clause"];
    private static readonly string[] Shipped = ["Portal.Web", "Portal.Workers", "Portal.LocalCluster"];

    [Fact]
    public void Every_package_that_comes_along_is_listed_with_its_licence()
    {
        var listed = Row()
            .Matches(File.ReadAllText(Repository.PathOf("docs", "licences.md")))
            .ToDictionary(row => row.Groups["name"].Value, row => row.Groups["licence"].Value, StringComparer.Ordinal);
        listed.Remove("package");
        AreListed([.. Shipped.SelectMany(Packages).Distinct()], listed);
    }

    internal static void AreListed(
        IReadOnlyList<(string Name, string? Licence)> restored,
        Dictionary<string, string> listed
    )
    {
        restored.Select(package => package.Name).Distinct().Order().ShouldBe(listed.Keys.Order());
        foreach (var (name, said) in restored)
        {
            Permissive.ShouldContain(listed[name], name);
            (said ?? listed[name]).ShouldBe(listed[name], name);
        }
    }

    /// <summary>With the licence that the package itself names, where it names one by its short name.</summary>
    private static IEnumerable<(string Name, string? Licence)> Packages(string project)
    {
        using var assets = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf(project, "obj", "project.assets.json"))
        );
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                var name = library.Name.Split('/')[0];
                var path = Path.Combine(
                    library.Value.GetProperty("path").GetString()!,
                    $"{name.ToLowerInvariant()}.nuspec"
                );
                yield return (name, Licence(folders.Select(folder => Path.Combine(folder, path)).First(File.Exists)));
            }
        }
    }

    private static string? Licence(string nuspec) =>
        XDocument
            .Load(nuspec)
            .Descendants()
            .FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")
            ?.Value;

    [GeneratedRegex(
        @"^\| (?<name>\S+) \| (?<licence>\S+) \|",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Row();
}
