namespace Portal.Core.Resources;

/// <summary>What a check says. Worse ones come later.</summary>
public enum CheckVerdict
{
    Passed,
    Noted,

    /// <summary>It could not be checked. That is no pass: somebody has to override it, knowing so.</summary>
    Unknown,
    NeedsOverride,
    Blocked,
}

public static class CheckVerdicts
{
    /// <summary>Whether it adds an approval step.</summary>
    public static bool NeedsOverride(this CheckVerdict verdict) =>
        verdict is CheckVerdict.Unknown or CheckVerdict.NeedsOverride;

    /// <summary>Whether somebody has to agree to it, or nobody can.</summary>
    public static bool Stops(this CheckVerdict verdict) => verdict >= CheckVerdict.Unknown;
}

/// <summary>What a check finds, before it is stored beside its plan.</summary>
/// <param name="On">The resource it is about; null when it is about the whole change.</param>
public sealed record Finding(string Name, CheckVerdict Verdict, string Words, ResourceRef? On = null)
{
    /// <summary>A plan has one finding of a name: those of the same become the worst of them, with the words of all, the worst first.</summary>
    public static IReadOnlyList<Finding> OnePerName(IEnumerable<Finding> findings) =>
        [
            .. findings
                .GroupBy(finding => finding.Name, StringComparer.Ordinal)
                .Select(same => same.OrderByDescending(finding => finding.Verdict).ToList())
                .Select(same => same[0] with { Words = string.Join(" ", same.Select(finding => finding.Words)) }),
        ];
}
