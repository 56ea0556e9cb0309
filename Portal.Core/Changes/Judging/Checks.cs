using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// The built-in checks of a plan: those of each resource's kind, and those of the change. Blocked sends the request back;
/// NeedsOverride and Unknown add an approval step; the rest informs.
/// </summary>
public static class Checks
{
    /// <summary>The check that names open changes on the same resources.</summary>
    public const string OtherChangesCheck = "other changes";

    /// <param name="others">Open changes on the same resources, as "title (state)".</param>
    public static IReadOnlyList<Finding> Of(
        ResourceKinds kinds,
        IEnumerable<CheckedResource> resources,
        IReadOnlyList<string> others
    ) => [.. resources.SelectMany(r => kinds.Of(r.Request.On.Kind).Findings(r)), OtherChanges(others)];

    private static Finding OtherChanges(IReadOnlyList<string> others) =>
        others.Count == 0
            ? new(OtherChangesCheck, CheckVerdict.Passed, "No other change is open on the same resources.")
            : new(
                OtherChangesCheck,
                CheckVerdict.Noted,
                $"Also open: {string.Join("; ", others)}. Whichever is applied second becomes stale and is planned again."
            );
}
