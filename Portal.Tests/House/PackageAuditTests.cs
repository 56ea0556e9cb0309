using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>NuGet looks for known vulnerabilities at each restore, in what packages need too, and nobody has silenced what it says.</summary>
public sealed class PackageAuditTests
{
    private static readonly string[] Warnings = ["NU1901", "NU1902", "NU1903", "NU1904"];

    [Fact]
    public void Every_restore_looks_for_known_vulnerabilities_and_says_so()
    {
        var projects = Directory
            .EnumerateFiles(
                Repository.Root,
                "*.csproj",
                new EnumerationOptions { MaxRecursionDepth = 1, RecurseSubdirectories = true }
            )
            .Select(project => Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json"))
            .ToList();
        projects.Count.ShouldBeGreaterThan(5);
        foreach (var project in projects)
        {
            IsAudited(File.ReadAllText(project));
        }
    }

    /// <param name="assets">What a restore of a project wrote down.</param>
    internal static void IsAudited(string assets)
    {
        using var document = JsonDocument.Parse(assets);
        var restore = document.RootElement.GetProperty("project").GetProperty("restore");
        var audit = restore.GetProperty("restoreAuditProperties");
        audit.GetProperty("enableAudit").GetString().ShouldBe("true");
        audit.GetProperty("auditMode").GetString().ShouldBe("all");
        audit.GetProperty("auditLevel").GetString().ShouldBe("low");
        audit.TryGetProperty("suppressedAdvisories", out _).ShouldBeFalse();
        var silenced = restore.GetProperty("warningProperties").TryGetProperty("noWarn", out var listed)
            ? listed.EnumerateArray().Select(warning => warning.GetString()!)
            : [];
        silenced.Intersect(Warnings).ShouldBeEmpty();
    }
}
