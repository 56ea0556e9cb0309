using Portal.Core.Changes.Judging;
using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Why a change that documents ask for isn't requested, each reason at the document that it is about.</summary>
internal static class SpecRefusals
{
    /// <param name="needsReason">Whether it is refused for a reason that lacks.</param>
    public static IEnumerable<SpecProblem> Of(PlannedRequest planned, bool needsReason) =>
        planned
            .Request.Problems(planned.Forecast.Problems.Where(field => needsReason || field.Key != "reason"))
            .Concat(Impossible(planned))
            .Concat(Blocked(planned));

    // What is impossible in itself stands at its own document; what the change as a whole is, at its first.
    private static IEnumerable<SpecProblem> Impossible(PlannedRequest planned) =>
        planned is not { Request.IsSeen: true, Forecast.Proposal: PlanProposal.Impossible impossible } ? []
        : impossible.Resources.Count == 0 ? [new(planned.Request.Documents[0].Place, impossible.Words)]
        : impossible.Resources.Select(r => new SpecProblem(planned.Request.Documents[r.Ordinal].Place, r.Words));

    // Its plan would be sent back for the same.
    private static IEnumerable<SpecProblem> Blocked(PlannedRequest planned) =>
        planned is not { Request: var request, Forecast: { Proposal: PlanProposal.Ready ready, On: var resources } }
            ? []
            : from finding in ready.Findings
            where finding.Verdict == CheckVerdict.Blocked
            from document in resources.Index()
            where document.Item == finding.On && request.Seen.Contains(document.Index)
            select new SpecProblem(request.Documents[document.Index].Place, finding.Words);
}
