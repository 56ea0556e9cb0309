using System.Text.RegularExpressions;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>What the build takes of Radzen's theme, and what we set in it.</summary>
public sealed partial class RadzenStyleTests
{
    private static readonly string _used = Sheet("radzen-used");

    [Fact]
    public void Every_variable_we_set_is_read_by_a_rule_we_took()
    {
        var read = Reads().Matches(_used).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Sets()
            .Matches(Sheet("radzen"))
            .Select(match => match.Groups["name"].Value)
            .Where(name => !read.Contains(name))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_taken_is_a_small_part_without_fonts()
    {
        _used.Length.ShouldBeInRange(10_000, 40_000);
        _used.ShouldNotContain("@font-face");
        _used.ShouldContain(".rz-dropdown-panel");
        _used.ShouldNotContain(".rz-data-grid");
    }

    private static string Sheet(string name) =>
        File.ReadAllText(Repository.PathOf("Portal.Web", "wwwroot", "css", $"{name}.css"));

    [GeneratedRegex(@"var\((?<name>--rz-[\w-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reads();

    [GeneratedRegex(@"(?<name>--rz-[\w-]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sets();
}
