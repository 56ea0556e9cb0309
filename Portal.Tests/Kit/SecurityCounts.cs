namespace Portal.Tests.Kit;

/// <summary>The counts of the generated matrices that docs/security.md states.</summary>
internal static class SecurityCounts
{
    /// <summary>Fails with the words to put there in place of what it has.</summary>
    public static void Says(FormattableString counts)
    {
        var words = counts.ToString(System.Globalization.CultureInfo.InvariantCulture);
        File.ReadAllText(Repository.PathOf("docs", "security.md"))
            .Contains($"({words})")
            .ShouldBeTrue($"docs/security.md: ({words})");
    }
}
