using System.Text.RegularExpressions;
using Portal.Core.Wording;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>A figure and its unit stay on one line, wherever words for people are put together.</summary>
public sealed partial class UnitTests
{
    [Fact]
    public void No_line_breaks_between_a_figure_and_its_unit() =>
        new[] { "Portal.Web", "Portal.Core", "Portal.Workers", "Portal.Engines" }
            .SelectMany(project =>
                Directory.EnumerateFiles(Repository.PathOf(project), "*", SearchOption.AllDirectories)
            )
            .Where(file => Sources().IsMatch(Path.GetRelativePath(Repository.Root, file)))
            .SelectMany(file =>
                File.ReadLines(file)
                    .Where(line => !Comment().IsMatch(line))
                    .SelectMany(line => Literal().Matches(line))
                    .Where(literal => Breaks().IsMatch(literal.Value))
                    .Select(literal => $"{Path.GetRelativePath(Repository.Root, file)}: {literal.Value}")
            )
            .ShouldBeEmpty();

    [Fact]
    public void Figures_and_units_are_joined_by_a_space_that_does_not_break()
    {
        string[] words =
        [
            Age.InWords(TimeSpan.FromSeconds(190)),
            Age.Rough(TimeSpan.FromMinutes(125)),
            Quantity.Count(42_900_000),
            Quantity.Bytes(9_200_000_000),
            Quantity.Binary(1_048_588),
        ];

        words.ShouldBe([
            "3\u00A0min 10\u00A0s",
            "2\u00A0h 5\u00A0min",
            "42.9\u00A0M",
            "9.2\u00A0GB",
            "1\u00A0MiB + 12\u00A0B",
        ]);
        Unit.Typed(words[0]).ShouldBe("3 min 10 s");
    }

    // The gallery of parts shows samples.
    [GeneratedRegex(@"^(?!.*/(obj|bin|States)/).*\.(cs|razor)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sources();

    [GeneratedRegex(@"^\s*(//|@\*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"([^\"\\\\]|\\\\.)*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"[\d}] (ms|s|min|h|d|B|[kKMGT]i?B(/s)?)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Breaks();
}
