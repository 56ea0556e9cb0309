using System.ComponentModel;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

public sealed record CheckDto(
    string Name,
    CheckVerdict Verdict,
    string Words,
    DateTimeOffset SeenAt,
    [property: Description("The resource it is about; null when it is about the whole change.")] ResourceRefDto? On
)
{
    internal static CheckDto Of(CheckResult check, ChangeView view) =>
        new(
            check.Name,
            check.Verdict,
            check.Words,
            check.SeenAt,
            check.Resource is { } ordinal ? ResourceRefs.Of(view, ordinal) : null
        );
}

public sealed record ApprovalDto(
    int Step,
    string Title,
    string Team,
    int Quorum,
    bool IsOverride,
    bool IsMet,
    IReadOnlyList<string> ApprovedBy,
    [property: Description("Handles of who may vote at this step.")] IReadOnlyList<string> CanApprove,
    [property: Description("The resources it is for.")] IReadOnlyList<ResourceRefDto> On
)
{
    internal static ApprovalDto Of(ApprovalView step, ChangeView view) =>
        new(
            step.Ordinal,
            step.Title,
            step.Team,
            step.Quorum,
            step.IsOverride,
            step.IsMet,
            [.. step.Approvals.Select(v => v.Actor.Name)],
            [.. step.CanApprove.Union(step.Delegates.Select(d => d.Handle), StringComparer.Ordinal)],
            [.. step.Resources.Select(ordinal => ResourceRefs.Of(view, ordinal))]
        );
}

public sealed record VoteDto(
    string By,
    string? OnBehalfOf,
    VoteVerdict Verdict,
    string PlanHash,
    string Comment,
    DateTimeOffset At,
    DateTimeOffset? WithdrawnAt,
    [property: Description(
        "Whether it counts for the plan shown: an earlier plan may have had the same hash, and who gave it may not approve any more."
    )]
        bool Stands
)
{
    public static VoteDto Of(Vote vote, bool stands) =>
        new(
            vote.Actor.Name,
            vote.Actor.OnBehalfOf,
            vote.Verdict,
            vote.PlanHash,
            vote.Comment,
            vote.At,
            vote.WithdrawnAt,
            stands
        );
}
