using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>What a person asks for, as it was typed or sent; nothing of it is trusted yet.</summary>
/// <param name="Title">Empty: one is made from the resources.</param>
/// <param name="Owner">The name of the team that owns, or will own, what names no owner of its own.</param>
public sealed record ChangeDraft(string Title, string Reason, string Owner, IReadOnlyList<ResourceDraft> Resources)
{
    /// <summary>What it was saved as on a page, with the version that is sent: it ends with that. Null: it wasn't saved.</summary>
    public (DraftId Id, int Version)? From { get; init; }

    public string OwnerOf(ResourceDraft resource) => resource.Owner is { Length: > 0 } own ? own : Owner;
}

/// <summary>One resource of a request.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Spec">What is wanted; null for a delete. Its owner and labels are taken from the draft.</param>
/// <param name="Base">For an update: what the form was filled from. Only what differs from it is changed; null: the spec is
/// wanted as a whole.</param>
/// <param name="TypedName">For a delete: the resource's name, typed again by the person.</param>
/// <param name="DependsOn">Places within the request, counted from 0, of resources whose steps come first.</param>
/// <param name="Owner">The name of its team; null: the request's.</param>
/// <param name="Labels">All that it should have; null: those that it has when this is applied. The spec's own aren't looked at.</param>
/// <param name="BaseLabels">With a base and labels: those that the form was filled from, so that labels set meanwhile stay; null: those
/// that it has when this is sent.</param>
/// <param name="IsPermanent">For a delete: nothing is kept of it, where the engine keeps what is deleted.</param>
public sealed record ResourceDraft(
    ResourceKind Kind,
    ResourceOperation Operation,
    string Cluster,
    string Name,
    ResourceSpec? Spec,
    string? TypedName = null,
    IReadOnlyList<int>? DependsOn = null,
    ResourceSpec? Base = null,
    string? Owner = null,
    Labels? Labels = null,
    Labels? BaseLabels = null,
    bool IsPermanent = false
);
