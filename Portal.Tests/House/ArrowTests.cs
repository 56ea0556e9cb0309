using System.Xml.Linq;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>Which project may know which, as ARCHITECTURE.md draws it.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Portal.Core"] = ["Portal.Schemas"],
        ["Portal.Kafka"] = [],
        ["Portal.Schemas"] = [],
        ["Portal.Engines"] = ["Portal.Core", "Portal.Kafka"],
        ["Portal.Web"] = ["Portal.Core", "Portal.Engines"],
        ["Portal.Workers"] = ["Portal.Core", "Portal.Engines"],
        ["Portal.LocalCluster"] = ["Portal.Kafka", "Portal.Schemas"],
    };

    // They stand outside and may look at everything.
    private static readonly string[] Onlookers = ["Portal.Tests", "Portal.Bench"];

    [Fact]
    public void A_project_knows_no_other_than_the_map_allows() =>
        Projects()
            .Where(project => !Onlookers.Contains(project.Name))
            .SelectMany(project =>
                project.Knows.Except(Arrows[project.Name]).Select(other => $"{project.Name} → {other}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Every_project_of_the_solution_is_on_the_map() =>
        Projects().Select(project => project.Name).ShouldBe(Arrows.Keys.Concat(Onlookers), ignoreOrder: true);

    private static IEnumerable<(string Name, string[] Knows)> Projects() =>
        Directory
            .EnumerateFiles(Repository.Root, "Portal.*.csproj", SearchOption.AllDirectories)
            .Select(file =>
                (
                    Path.GetFileNameWithoutExtension(file),
                    XDocument
                        .Load(file)
                        .Descendants("ProjectReference")
                        .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
                        .Select(path => Path.GetFileNameWithoutExtension(path))
                        .ToArray()
                )
            );
}
