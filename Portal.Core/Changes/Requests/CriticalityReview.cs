using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// Whether a resource's criticality may become what a request says. Every later risk counts it, and a lower one is no step on an
/// engine: there is no plan that somebody would approve.
/// </summary>
internal static class CriticalityReview
{
    /// <param name="managed">The resource as it is managed; null when it isn't.</param>
    /// <returns>What is wrong, by field; null when nothing is.</returns>
    public static FieldProblem? Problem(Caller who, ResourceDraft resource, IResourceKind kind, DraftResource? managed)
    {
        if (
            resource.Operation == ResourceOperation.Delete
            || resource.Spec is not { } spec
            || managed?.Spec is not { Criticality: { } now } current
        )
        {
            return null;
        }

        var wanted = resource is { Operation: ResourceOperation.Update, Base: { } origin }
            ? kind.Merge(current, origin, spec)
            : spec;
        return
            wanted.Criticality < now
            && Authority.May(who, new CallerAction.LowerTier(resource.Name, now))
                is { Granted: false, Words: var words }
            ? new("spec.tier", words)
            : null;
    }
}
