using Portal.Core.Changes.Judging;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Requests;

/// <summary>What a plan would probably be, from the newest snapshot: for a form, before anything is asked. The plan that binds is made by a worker.</summary>
/// <param name="Problems">What has to be fixed first, by field; with any, there is no proposal.</param>
/// <param name="SeenAt">Nothing that it was made from is older; null: not all of it was read yet, so what is there isn't known.</param>
/// <param name="Concurrent">Open changes of the same resources, also while something has to be fixed.</param>
/// <param name="Approvals">Who would have to approve; none: it would be applied at once.</param>
/// <param name="On">The draft's resources, in its order; none while something has to be fixed.</param>
public sealed record Forecast(
    IReadOnlyDictionary<string, string> Problems,
    PlanProposal? Proposal,
    DateTimeOffset? SeenAt,
    IReadOnlyList<ForecastApproval> Approvals,
    IReadOnlyList<ConcurrentChange> Concurrent,
    IReadOnlyList<ResourceRef> On
)
{
    /// <summary>Why the request itself would be refused to whoever asks, whatever its plan; null when it wouldn't, or something has to be fixed.</summary>
    public Refusal? Denied { get; init; }
}

/// <param name="CanApprove">Names of the people who could, without who asks.</param>
/// <param name="On">The resources it is for.</param>
public sealed record ForecastApproval(
    string Title,
    string TeamTitle,
    int Quorum,
    IReadOnlyList<string> CanApprove,
    IReadOnlyList<ResourceRef> On
);
