using System.Collections.Immutable;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Lists;

/// <summary>All that the change's page and API show, read at once.</summary>
/// <param name="Version">Sent back with an edit: an edit of another version is refused.</param>
/// <param name="People">Names of everybody mentioned, by handle.</param>
public sealed record ChangeView(
    ChangeRow Row,
    uint Version,
    string Reason,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<ChangeResourceView> Resources,
    PlanView? Plan,
    IReadOnlyList<CheckResult> Checks,
    IReadOnlyList<ApprovalView> Approvals,
    IReadOnlyList<Vote> Votes,
    RunView? Run,
    IReadOnlyList<TimelineView> Timeline,
    IReadOnlyDictionary<string, string> People
)
{
    /// <summary>Handles of whoever requested or edited it, and of who created the tokens that did: none of them approves it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>When somebody else than its requester edited it last; null: nobody did.</summary>
    public TimelineView? EditOfOthers =>
        Timeline.LastOrDefault(entry => entry.Kind == "change.resubmitted" && entry.Actor != Row.RequestedBy);

    /// <summary>What somebody does who edits its request: each of them has to be theirs to do.</summary>
    public IReadOnlyList<CallerAction> EditActs =>
        [
            new CallerAction.EditRequest([.. Resources.Select(resource => resource.In(Row.Environment))], Authors),
            .. Resources.Select(resource => resource.RequestAct(Row.Environment)),
        ];

    /// <summary>There is something in it to edit: an adoption, a claim and a transfer request nothing but whose a resource is, as it is.</summary>
    public bool HasForm =>
        Resources.All(resource =>
            resource.Operation is not (ResourceOperation.Adopt or ResourceOperation.Claim or ResourceOperation.Transfer)
        );

    /// <summary>The votes about the plan shown that weren't taken back; none without one.</summary>
    public IEnumerable<Vote> CurrentVotes => Votes.CurrentOn(Plan?.Id);

    /// <summary>Those of them whose givers may still approve.</summary>
    public IEnumerable<Vote> CountingVotes => CurrentVotes.Except(Approvals.SelectMany(step => step.Lapsed));
}

/// <param name="Base">For an update: what its form was filled from; only what differs from it is changed.</param>
/// <param name="DependsOn">Ordinals of the resources whose steps come first.</param>
/// <param name="KeepsLabels">No labels were requested: <paramref name="Wanted"/> has those that it had before.</param>
/// <param name="NewOwner">For a transfer: the name of the team that is to own it.</param>
public sealed record ChangeResourceView(
    int Ordinal,
    ResourceKind Kind,
    ResourceOperation Operation,
    string Cluster,
    ClusterId ClusterId,
    string Name,
    TeamId OwnerId,
    string Owner,
    string OwnerTitle,
    ResourceSpec? Wanted,
    ResourceSpec? Base,
    IReadOnlyList<int> DependsOn,
    bool IsPermanent,
    bool KeepsLabels,
    string? NewOwner
)
{
    public ResourceRef On => new(Kind, ClusterId, Name);

    /// <param name="environment">The change's.</param>
    public OwnedPlace In(string environment) =>
        new(OwnerId, new ResourcePlace(environment, Kind.Word, ClusterId, Name));

    /// <summary>It belongs to the owner of something else: whoever isn't of that team may request it too.</summary>
    public bool FollowsOwner { get; init; }

    /// <summary>
    /// It can be requested once more as it was then. A deletion is requested with its name typed; what was adopted or claimed is wanted as it was live,
    /// and an update to that would take back whatever came later.
    /// </summary>
    public bool IsRepeatable =>
        this is { Wanted: not null, Operation: ResourceOperation.Create or ResourceOperation.Update };

    /// <inheritdoc cref="In"/>
    internal CallerAction RequestAct(string environment) =>
        FollowsOwner ? new CallerAction.RequestAccess() : new CallerAction.RequestChange(OwnerId, In(environment).At);
}

/// <param name="PointOfNoReturn">Index of the first step that can't be undone; equal to the number of steps when all can.</param>
public sealed record PlanView(
    PlanId Id,
    int Number,
    string Hash,
    DateTimeOffset MadeAt,
    ImmutableArray<Step> Steps,
    ImmutableArray<EngineBase> Base,
    int PointOfNoReturn,
    PlanEvidence Evidence,
    int RiskScore,
    RiskBand RiskBand,
    IReadOnlyList<RiskReason> RiskReasons
);

/// <param name="Resources">Which of the change's resources it is for, by their ordinals.</param>
/// <param name="Lapsed">Approvals that no longer count: who gave them can't approve for the team any more.</param>
/// <param name="CanApprove">Handles of the approvers who may vote at this step; the requester is never among them.</param>
/// <param name="Delegates">Who may vote for one of them.</param>
public sealed record ApprovalView(
    long StepId,
    int Ordinal,
    string Title,
    string Team,
    string TeamTitle,
    int Quorum,
    bool IsOverride,
    IReadOnlyList<int> Resources,
    bool IsMet,
    IReadOnlyList<Vote> Approvals,
    IReadOnlyList<Vote> Lapsed,
    IReadOnlyList<string> CanApprove,
    IReadOnlyList<DelegateView> Delegates
);

/// <summary>Somebody who may vote for an approver.</summary>
/// <param name="For">The approver's handle.</param>
public sealed record DelegateView(string Handle, string For);

public sealed record TimelineView(
    long Id,
    DateTimeOffset At,
    string Actor,
    string? OnBehalfOf,
    string Kind,
    string Words
);
