using System.ComponentModel;
using Portal.Core.Changes;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

/// <summary>A change as lists show it.</summary>
public record ChangeRowDto(
    long Id,
    string Title,
    ChangeState State,
    string Environment,
    [property: Description("The requester's handle.")] string RequestedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: Description("Why it is where it is, in words.")] string? StatusMessage,
    int? RiskScore,
    RiskBand? RiskBand,
    [property: Description("The names of the teams that own what it is about.")] IReadOnlyList<string> Owners,
    IReadOnlyList<ResourceRefDto> Resources
)
{
    public static ChangeRowDto Of(ChangeRow row) =>
        new(
            row.Id.Value,
            row.Title,
            row.State,
            row.Environment,
            row.RequestedBy,
            row.CreatedAt,
            row.UpdatedAt,
            row.StatusMessage,
            row.RiskScore,
            row.RiskBand,
            [.. row.Owners.Select(owner => owner.Name)],
            [.. row.Resources.Select(r => new ResourceRefDto(r.Kind.Word, r.Cluster, r.Name))]
        );
}

/// <summary>A change whole: what is asked for, its plan, its checks, who judged, how applying goes, and all that happened.</summary>
/// <param name="Version">Also the ETag; an edit names it.</param>
public sealed record ChangeDto(
    ChangeRowDto Change,
    uint Version,
    string Reason,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ChangeResourceDto> Resources,
    PlanDto? Plan,
    IReadOnlyList<CheckDto> Checks,
    IReadOnlyList<ApprovalDto> Approvals,
    IReadOnlyList<VoteDto> Votes,
    RunDto? Run,
    IReadOnlyList<EventDto> Timeline
)
{
    internal static ChangeDto Of(ChangeView view, KindApis kinds) =>
        new(
            ChangeRowDto.Of(view.Row),
            view.Version,
            view.Reason,
            view.ExpiresAt,
            [.. view.Resources.Select(r => ChangeResourceDto.Of(r, kinds))],
            view.Plan is { } plan ? PlanDto.Of(plan, view, kinds) : null,
            [.. view.Checks.Select(check => CheckDto.Of(check, view))],
            [.. view.Approvals.Select(step => ApprovalDto.Of(step, view))],
            [.. view.Votes.Select(vote => VoteDto.Of(vote, view.CountingVotes.Contains(vote)))],
            view.Run is { } run ? RunDto.Of(run) : null,
            [.. view.Timeline.Select(EventDto.Of)]
        );
}

public sealed record ChangeResourceDto(
    string Kind,
    ResourceOperation Operation,
    string Cluster,
    string Name,
    [property: Description("The owning team's name.")] string Owner,
    [property:
        Description("In the form of its kind; null for a delete and for a transfer."),
        OfKind(KindPart.Spec, IsNullable = true)
    ]
        object? Wanted,
    [property:
        Description("For an update: what was edited; only what differs from it is changed."),
        OfKind(KindPart.Spec, IsNullable = true)
    ]
        object? Base,
    [property: Description("All labels that it should have; null for a delete, and where those that it has stay.")]
        IReadOnlyDictionary<string, string>? Labels,
    [property: Description(
        "With a base and labels: the labels that were edited; only what differs from them is changed. Else null."
    )]
        IReadOnlyDictionary<string, string>? BaseLabels,
    [property: Description("Positions in this change whose steps come first.")] IReadOnlyList<int> DependsOn,
    [property: Description("For a delete: nothing is kept of it.")] bool Permanent,
    [property: Description("For a transfer: the name of the team that is to own it.")] string? NewOwner
)
{
    internal static ChangeResourceDto Of(ChangeResourceView resource, KindApis kinds) =>
        new(
            resource.Kind.Word,
            resource.Operation,
            resource.Cluster,
            resource.Name,
            resource.Owner,
            kinds.Show(resource.Kind, resource.Wanted),
            kinds.Show(resource.Kind, resource.Base),
            resource.KeepsLabels ? null : resource.Wanted?.Labels.Values,
            resource.KeepsLabels ? null : resource.Base?.Labels.Values,
            resource.DependsOn,
            resource.IsPermanent,
            resource.NewOwner
        );
}

public sealed record EventDto(DateTimeOffset At, string By, string? OnBehalfOf, string Kind, string Words)
{
    public static EventDto Of(TimelineView seen) => new(seen.At, seen.Actor, seen.OnBehalfOf, seen.Kind, seen.Words);
}
