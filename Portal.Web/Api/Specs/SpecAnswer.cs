using Portal.Core;
using Portal.Core.Specs;

namespace Portal.Web.Api.Specs;

/// <summary>What came of documents, as JSON and as text.</summary>
/// <param name="Changes">How many changes it came to.</param>
/// <param name="Awaited">
/// The changes by which the documents come true: those that were requested, open ones that request the same, and those that are stuck at one.
/// </param>
/// <param name="IsRefused">Whether a part was refused after the rest had been requested.</param>
internal sealed record SpecAnswer(
    int Changes,
    IEnumerable<ChangeId> Awaited,
    bool IsRefused,
    object Json,
    SpecReport Text
)
{
    /// <param name="clusters">Their names.</param>
    public static SpecAnswer Of(SpecPlan plan, IReadOnlyDictionary<ClusterId, string> clusters) =>
        new(
            plan.Changes.Count,
            plan.Requested.Select(requested => requested.Change).Concat(Stuck(plan.Notes)),
            IsRefused: false,
            SpecPlanDto.Of(plan, clusters),
            SpecReport.Of(plan, clusters)
        );

    /// <param name="portal">Where its pages are.</param>
    public static SpecAnswer Of(AppliedSpecs applied, string portal) =>
        new(
            applied.Submitted.Count,
            applied
                .Submitted.Select(submitted => submitted.Change)
                .Concat(applied.Requested.Select(requested => requested.Change))
                .Concat(Stuck(applied.Notes)),
            applied.Refused is not null,
            AppliedSpecsDto.Of(applied),
            AppliedReport.Of(applied, portal)
        );

    private static IEnumerable<ChangeId> Stuck(IEnumerable<SpecNote> notes) =>
        notes.Select(note => note.StuckAt).OfType<ChangeId>();
}
