using Portal.Core;
using Portal.Core.Specs;
using Portal.Core.Wording;

namespace Portal.Web.Api.Specs;

/// <summary>What was requested, as text.</summary>
internal static class AppliedReport
{
    /// <param name="portal">The portal's own address, with a slash at its end.</param>
    public static SpecReport Of(AppliedSpecs applied, string portal)
    {
        var report = new SpecReport();
        foreach (var submitted in applied.Submitted)
        {
            var (change, request, after) = submitted;
            var resources = Quantity.Of(request.Documents.Count, "resource", "resources");
            report.Line($"Requested: change {change}, {resources} in {request.Environment}");
            report.Line($"  {portal}changes/{change}");
            if (after.Count > 0)
            {
                report.Line($"  {After(after)}");
            }

            if (submitted.Replaces.Count > 0)
            {
                report.Line(
                    $"  Takes the place of change {string.Join(", ", submitted.Replaces)}, which was cancelled."
                );
            }
        }

        report.Open(applied.Requested, applied.Otherwise);
        report.Notes(applied.Notes);
        if (applied.Submitted.Count == 0)
        {
            report.Nothing(applied.Unchanged);
        }

        if (applied.Refused is { } refused)
        {
            report.Line($"The rest was refused: {refused.Words} Apply again to request it.");
        }

        return report;
    }

    // Nothing keeps somebody from approving the later one first.
    private static string After(IReadOnlyList<ChangeId> changes) =>
        $"Depends on change {string.Join(", ", changes)}: apply that first. If this one is sent back before, send it again then.";
}
