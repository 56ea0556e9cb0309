using System.ComponentModel;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Web.Api.Changes;

public sealed record CheckDto(string Name, CheckVerdict Verdict, string Words, DateTimeOffset SeenAt)
{
    public static CheckDto Of(CheckResult check) => new(check.Name, check.Verdict, check.Words, check.SeenAt);
}

public sealed record ApprovalDto(
    int Step,
    string Title,
    string Team,
    int Quorum,
    bool IsOverride,
    bool IsMet,
    IReadOnlyList<string> ApprovedBy,
    [property: Description("Handles of who may vote at this step.")] IReadOnlyList<string> CanApprove
)
{
    public static ApprovalDto Of(ApprovalView step) =>
        new(
            step.Ordinal,
            step.Title,
            step.Team,
            step.Quorum,
            step.IsOverride,
            step.IsMet,
            [.. step.Approvals.Select(v => v.Actor.Name)],
            step.CanApprove
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
