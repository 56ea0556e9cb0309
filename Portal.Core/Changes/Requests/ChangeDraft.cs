using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Changes.Requests;

/// <summary>What a person asks for, as it was typed or sent; nothing of it is trusted yet.</summary>
/// <param name="Title">Empty: one is made from the resources.</param>
/// <param name="Owner">The name of the team that owns, or will own, what is asked for.</param>
public sealed record ChangeDraft(string Title, string Reason, string Owner, IReadOnlyList<TopicDraft> Topics);

/// <summary>One topic of a request.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Spec">What is wanted; null for a delete. Its Owner is taken from the draft.</param>
/// <param name="Base">For an update: what the form was filled from. Only what differs from it is changed; null: the spec is
/// wanted as a whole.</param>
/// <param name="TypedName">For a delete: the topic's name, typed again by the person.</param>
public sealed record TopicDraft(
    ResourceOperation Operation,
    string Cluster,
    string Name,
    TopicSpec? Spec,
    string? TypedName = null,
    IReadOnlyList<int>? DependsOn = null,
    TopicSpec? Base = null
);
