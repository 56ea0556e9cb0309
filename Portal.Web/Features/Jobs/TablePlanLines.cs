using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>Tables that a start generates from another schema version, as lines of a diff.</summary>
internal static class TablePlanLines
{
    public static IEnumerable<PlanLine> Of(RenderFragment subject, JobEvidence? seen) =>
        (seen?.Schemas ?? []).Select(move => new PlanLine(
            null,
            $"table {move.Table}",
            subject,
            new(move.From?.InWords ?? "no schema"),
            new(move.Target),
            char.ToUpperInvariant(move.Columns[0]) + move.Columns[1..],
            move.MayNotFit ? "State that holds these columns may not fit" : null,
            move.MayNotFit ? Tone.Warn : null
        ));
}
