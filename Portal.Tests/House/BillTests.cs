using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary><c>./portal bom</c> lists what is shipped: what was restored and what was bundled, each with its licence.</summary>
public sealed class BillTests
{
    private static readonly string[] Shipped = ["Portal.Web", "Portal.Workers", "Portal.LocalCluster"];

    [LongFact]
    public async Task Every_package_is_in_the_bill_with_checksum_and_licence_and_leads_to_those_it_needs()
    {
        using var folder = RunFolder.For("bill");
        var (file, table) = (Path.Combine(folder.Path, "bom.json"), Path.Combine(folder.Path, "licences.md"));
        await Command.Run(Repository.PathOf("portal"), "bom", file, "--licences", table);
        using var bill = JsonDocument.Parse(await File.ReadAllTextAsync(file));

        bill.RootElement.GetProperty("bomFormat").GetString().ShouldBe("CycloneDX");
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToList();
        var named = components.Select(each => Text(each, "purl")).ToList();
        named.ShouldBeUnique();
        Shipped.SelectMany(Restored).Except(named).ShouldBeEmpty();
        foreach (
            var bundled in new[] { "editor", "bom" }
                .SelectMany(folder => File.ReadLines(Repository.PathOf("setup", folder, "bundled.txt")))
                .Where(line => !line.StartsWith('#'))
                .Select(line => line.Split(' '))
        )
        {
            components
                .Single(each => Text(each, "name") == bundled[0])
                .GetProperty("version")
                .GetString()
                .ShouldBe(bundled[1]);
        }

        var licences = File.ReadAllText(Repository.PathOf("docs", "licences.md"));
        var rows = await File.ReadAllLinesAsync(table);
        rows.Length.ShouldBe(components.Count + 2, "a row for each, and the heading");
        foreach (var component in components)
        {
            var licence = Text(component.GetProperty("licenses")[0].GetProperty("license"), "id");
            rows.ShouldContain(row =>
                row.StartsWith(
                    $"| {Text(component, "name")} | {Text(component, "version")} | {licence} | ",
                    StringComparison.Ordinal
                )
            );
            licences.ShouldContain(licence, Case.Sensitive, Text(component, "name"));
            if (Text(component, "purl").StartsWith("pkg:nuget/", StringComparison.Ordinal))
            {
                Text(component.GetProperty("hashes")[0], "content").Length.ShouldBe(128);
            }
        }

        var known = named.Concat(Shipped).ToHashSet();
        bill.RootElement.GetProperty("dependencies")
            .EnumerateArray()
            .SelectMany(each => each.GetProperty("dependsOn").EnumerateArray().Select(on => on.GetString()!))
            .Except(known)
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_the_editor_was_bundled_from_are_the_versions_that_were_asked_for()
    {
        using var wanted = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("setup", "editor", "package.json")));
        var bundled = File.ReadLines(Repository.PathOf("setup", "editor", "bundled.txt"))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

        wanted
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .Where(each => each.Name != "esbuild") // bundles, and isn't in the bundle
            .Where(each => bundled.GetValueOrDefault(each.Name) != each.Value.GetString())
            .Select(each => $"{each.Name}: run setup/editor.sh")
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Restored(string project)
    {
        using var assets = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf(project, "obj", "project.assets.json"))
        );
        return
        [
            .. assets
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => $"pkg:nuget/{library.Name.Replace('/', '@')}"),
        ];
    }

    private static string Text(JsonElement from, string name) => from.GetProperty(name).GetString()!;
}
