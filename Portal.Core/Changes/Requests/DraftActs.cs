using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What a person does who requests a resource of a draft, as far as it is asked whether they may.</summary>
internal static class DraftActs
{
    // Who asks for what belongs to the owner of something else isn't of that team, most often; its owner decides.
    public static CallerAction Of(ResourceDraft resource, ChangeDraft draft, DraftReading known) =>
        resource is { Operation: not ResourceOperation.Delete, Spec: { } spec }
        && known.On(resource) is { } on
        && known.Kinds.Of(on.Kind).OwnedWith(on.Cluster, spec) is not null
        && !Relabels(resource, on, known)
            ? new CallerAction.RequestAccess()
        : resource.Operation == ResourceOperation.Transfer
        && known.On(resource) is { } given
        && known.Managed.TryGetValue(given, out var managed)
            ? new CallerAction.RequestChange(managed.Owner, Place(given, resource, known))
        : new CallerAction.RequestChange(
            known.Owners[draft.OwnerOf(resource)].Id,
            known.On(resource) is { } place ? Place(place, resource, known) : null
        );

    private static ResourcePlace Place(ResourceRef on, ResourceDraft resource, DraftReading known) =>
        new(known.Clusters[resource.Cluster].Environment, on.Kind.Word, on.Cluster, on.Name);

    // Nobody approves labels: only its owner sets them.
    private static bool Relabels(ResourceDraft resource, ResourceRef on, DraftReading known) =>
        resource.Labels is { } labels
        && known.Managed.TryGetValue(on, out var managed)
        && (labels != managed.Spec.Labels || labels != (resource.BaseLabels ?? labels));
}
