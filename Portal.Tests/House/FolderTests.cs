using System.Reflection;
using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>
/// Which folder of a project may know which: any, as long as no circle comes of it, so that each can be read and changed after those
/// it stands on. Drawn from what was compiled (<see cref="FolderArrows"/>), not from names in the text.
/// </summary>
public sealed partial class FolderTests
{
    public static TheoryData<string> Projects() =>
        [
            "Portal.Core",
            "Portal.Engines",
            "Portal.Kafka",
            "Portal.LocalCluster",
            "Portal.Schemas",
            "Portal.Web",
            "Portal.Workers",
        ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_folders_of_a_project_know_each_other_in_no_circle(string project) =>
        Circles(FolderArrows.Of(Assembly.Load(project).Location, below: project)).ShouldBeEmpty();

    /// <summary>Else the arrows would not be those of the folders.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_begins_as_its_folder_does(string project) =>
        Directory
            .EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories)
            .Select(file =>
                (Path: Path.GetRelativePath(Repository.Root, file).Split('/'), Text: File.ReadAllText(file))
            )
            .Where(file => !file.Path.Intersect(["bin", "obj"]).Any())
            .Where(file =>
                Namespace().Match(file.Text) is { Success: true } found && !Lies(file.Path, found.Groups["name"].Value)
            )
            .Select(file => string.Join('/', file.Path))
            .ShouldBeEmpty();

    [Fact]
    public void A_reference_is_seen_wherever_it_stands()
    {
        var arrows = FolderArrows.Of(typeof(FolderTests).Assembly.Location, "Portal.Tests.House.FolderSamples");

        arrows.Keys.ShouldBe([("Upper", "Lower")]);
        arrows[("Upper", "Lower")]
            .ShouldBe([
                "ByArgument uses Argument",
                "ByAttribute uses NamedByAttribute",
                "ByBase uses Base",
                "ByCall uses Called",
                "ByCatch uses Caught",
                "ByConstraint`1 uses IConstraint",
                "ByField uses Element",
                "ByGenericCall uses Element",
                "ByIterator uses CalledLater",
                "ByLambda uses CalledLater",
                "ByProperty uses Element",
            ]);
    }

    [Fact]
    public void A_circle_of_three_folders_is_one_and_a_folder_beside_it_is_in_none()
    {
        var arrows = new[] { ("A", "B"), ("B", "C"), ("C", "A"), ("A", "Below"), ("Above", "A") }.ToDictionary(
            arrow => arrow,
            _ => new SortedSet<string> { "X uses Y" }
        );

        Circles(arrows)
            .ShouldBe(["A → B: X uses Y (1 in all)", "B → C: X uses Y (1 in all)", "C → A: X uses Y (1 in all)"]);
        arrows.Remove(("C", "A"));
        Circles(arrows).ShouldBeEmpty();
    }

    /// <summary>The arrows that lie on a circle: those whose end leads back to their beginning. The thinnest first; it is the one to turn.</summary>
    private static IReadOnlyList<string> Circles(
        IReadOnlyDictionary<(string From, string To), SortedSet<string>> arrows
    ) =>
        [
            .. arrows
                .Where(arrow => Reachable(arrow.Key.To, arrows.Keys).Contains(arrow.Key.From))
                .OrderBy(arrow => arrow.Value.Count)
                .ThenBy(arrow => arrow.Key)
                .Select(arrow =>
                    $"{arrow.Key.From} → {arrow.Key.To}: {string.Join(", ", arrow.Value.Take(5))} ({arrow.Value.Count} in all)"
                ),
        ];

    private static HashSet<string> Reachable(string from, IEnumerable<(string From, string To)> arrows)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { from };
        while (
            arrows.Where(arrow => found.Contains(arrow.From)).Select(arrow => arrow.To).Except(found).ToList()
                is { Count: > 0 } next
        )
        {
            found.UnionWith(next);
        }

        return found;
    }

    private static bool Lies(string[] path, string space) =>
        path.Length == 2
            ? space == path[0]
            : space == $"{path[0]}.{path[1]}" || space.StartsWith($"{path[0]}.{path[1]}.", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^namespace (?<name>[\w.]+)",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Namespace();
}
