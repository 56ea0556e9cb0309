using System.ComponentModel;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Web.Api.Changes;

/// <summary>A change as lists show it.</summary>
public record ChangeRowDto(
    long Id,
    string Title,
    ChangeState State,
    string Environment,
    [property: Description("The owning team's name.")] string Owner,
    [property: Description("The handle of who asked.")] string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: Description("Why it is where it is, in words.")] string? Told,
    int? RiskScore,
    RiskBand? RiskBand,
    [property: Description("cluster/name of each topic it is about.")] IReadOnlyList<string> Topics
)
{
    public static ChangeRowDto Of(ChangeRow row) =>
        new(
            row.Id.Value,
            row.Title,
            row.State,
            row.Environment,
            row.Owner,
            row.RequestedBy,
            row.CreatedAt,
            row.UpdatedAt,
            row.Told,
            row.RiskScore,
            row.RiskBand,
            row.Topics
        );
}

/// <summary>A change whole: what is asked for, its plan, its checks, who judged, how applying goes, and all that happened.</summary>
/// <param name="Version">Also the ETag; an edit names it.</param>
public sealed record ChangeDto(
    ChangeRowDto Change,
    uint Version,
    string Reason,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ChangeTopicDto> Topics,
    PlanDto? Plan,
    IReadOnlyList<CheckDto> Checks,
    IReadOnlyList<ApprovalDto> Approvals,
    IReadOnlyList<VoteDto> Votes,
    RunDto? Run,
    IReadOnlyList<EventDto> Timeline
)
{
    public static ChangeDto Of(ChangeView view) =>
        new(
            ChangeRowDto.Of(view.Row),
            view.Version,
            view.Reason,
            view.ExpiresAt,
            [.. view.Resources.Select(ChangeTopicDto.Of)],
            view.Plan is { } plan ? PlanDto.Of(plan) : null,
            [.. view.Checks.Select(CheckDto.Of)],
            [.. view.Approvals.Select(ApprovalDto.Of)],
            [.. view.Votes.Select(vote => VoteDto.Of(vote, view.CountingVotes.Contains(vote)))],
            view.Run is { } run ? RunDto.Of(run) : null,
            [.. view.Timeline.Select(EventDto.Of)]
        );
}

public sealed record ChangeTopicDto(
    ResourceOperation Operation,
    string Cluster,
    string Name,
    TopicSpecDto? Wanted,
    [property: Description("For an update: what was edited; only what differs from it is changed.")] TopicSpecDto? Base
)
{
    public static ChangeTopicDto Of(ChangeResourceView resource) =>
        new(
            resource.Operation,
            resource.Cluster,
            resource.Name,
            resource.Wanted is { } wanted ? TopicSpecDto.Of(wanted) : null,
            resource.Base is { } origin ? TopicSpecDto.Of(origin) : null
        );
}

public sealed record EventDto(DateTimeOffset At, string By, string? OnBehalfOf, string Kind, string Words)
{
    public static EventDto Of(TimelineView seen) => new(seen.At, seen.Actor, seen.OnBehalfOf, seen.Kind, seen.Words);
}
