using Portal.Core;
using Portal.Core.Resources;

namespace Portal.Web.Features.Requests;

/// <summary>A form as a draft keeps it.</summary>
/// <param name="Resubmits">The change that is sent again, and the version of it that was seen.</param>
internal sealed record KeptRequest(
    string Reason,
    IReadOnlyList<KeptResource> Resources,
    ChangeId? Resubmits,
    uint Version
);

/// <summary>One resource of it.</summary>
/// <param name="Wanted">The spec that the form began with, as its kind writes it; as is <paramref name="Base"/>.</param>
/// <param name="Leader">The place of the resource that it goes along with.</param>
/// <param name="Suffix">And as what.</param>
/// <param name="After">The places of those whose steps come first.</param>
/// <param name="Labels">As typed; null: none were, in a draft of an earlier version of the portal.</param>
/// <param name="Answers">Its kind's own fields, as its form writes them.</param>
internal sealed record KeptResource(
    ResourceKind Kind,
    ResourceOperation Operation,
    bool IsCopy,
    string? Wanted,
    string? Base,
    string Cluster,
    string Name,
    string Owner,
    string Description,
    int? Leader,
    string? Suffix,
    IReadOnlyList<int> After,
    string Answers,
    bool IsPermanent = false,
    bool KeepsLabels = false,
    string? Labels = null
);
