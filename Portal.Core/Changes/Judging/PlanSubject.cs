using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Claims;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>A change to be planned, and what of the store its plan depends on.</summary>
/// <param name="Names">What the findings about its resources are called.</param>
/// <param name="OtherChanges">Open changes on the same resources, as "title (state)".</param>
/// <param name="Overwritten">What of its updates would undo what others changed since.</param>
/// <param name="Owners">The teams that own its resources, each with what it owns.</param>
/// <param name="Rules">Approvals needed in the change's environment.</param>
public sealed record PlanSubject(
    Change Change,
    FindingNames Names,
    RiskSetting Risk,
    IReadOnlyList<string> OtherChanges,
    IReadOnlyList<ApprovalRule> Rules,
    TeamId Platform,
    IReadOnlyList<OwnedResources> Owners,
    IReadOnlyList<Finding> Overwritten
)
{
    /// <summary>What it gives to other teams; none where it changes something on an engine.</summary>
    public IReadOnlyList<TransferredResource> Transfers { get; init; } = [];

    /// <summary>What it claims for teams; none where it changes something on an engine.</summary>
    public IReadOnlyList<RecordedOwner> Claims { get; init; } = [];

    /// <summary>Those of its resources that are another team's by now: no plan may touch them.</summary>
    public IReadOnlyList<RecordedOwner> Lost { get; init; } = [];

    /// <summary>Who owns its resources is all that it is about: no kind judges it.</summary>
    public bool IsAboutOwners => Transfers.Count > 0 || Claims.Count > 0;

    /// <summary>Other teams whose data its resources begin to use.</summary>
    public IReadOnlyList<DataOwner> DataOwners { get; init; } = [];

    /// <summary>Those of its resources that are looked at on their engines.</summary>
    public IEnumerable<ChangeResource> OnEngines =>
        Change.Resources.Where(r => r.Operation != ResourceOperation.Transfer);

    /// <summary>From live to wanted, before anything is judged.</summary>
    public PlanOutline Outline(ResourceKinds kinds, IReadOnlyList<LiveEngine> live) =>
        Lost.Count > 0 ? RecordedOwner.Outline(Lost)
        : Transfers.Count > 0 ? TransferPlan.Outline(Transfers)
        : Claims.Count > 0 ? ClaimPlan.Outline(kinds, Claims, live)
        : PlanOutline.Of(kinds, Change.Resources, live);

    /// <summary>Who may approve for its teams, all of it or a part: who wrote the request isn't among them.</summary>
    internal IReadOnlyList<EligibleApprover> Approvers { get; init; } = [];

    /// <summary>Who may approve at each of these steps: for all that its team owns, or for all that the step is for.</summary>
    internal ILookup<StepDraft, string> ApproversAt(IReadOnlyList<StepDraft> steps)
    {
        var places = Change.Places;
        return (
            from step in steps
            let about = step.Resources.Select(r => places[r]).ToList()
            from approver in Approvers
            where approver.Team == step.Team && approver.Covers(about)
            select (Step: step, approver.Handle)
        ).ToLookup(a => a.Step, a => a.Handle);
    }

    /// <param name="change">With its resources.</param>
    /// <param name="others">Open changes of the same resources.</param>
    public static async Task<PlanSubject> Read(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        IReadOnlyList<ConcurrentChange> others,
        CancellationToken stop
    )
    {
        var rules = await db.Set<ApprovalRule>()
            .AsNoTracking()
            .Where(r => r.Environment == change.Environment)
            .ToListAsync(stop);
        var owners = change.Owners;
        var teams = await db.Set<Team>()
            .AsNoTracking()
            .Where(t => owners.Contains(t.Id) || t.Name == Team.PlatformName)
            .ToDictionaryAsync(t => t.Id, stop);
        var platform =
            teams.Values.FirstOrDefault(t => t.Name == Team.PlatformName)
            ?? throw new InvalidOperationException($"The store has no team named {Team.PlatformName}.");
        var names = await FindingNames.Read(db, change, stop);
        var recorded = await RecordedOwners.Read(db, kinds, change, stop);
        var transfers = await TransferReading.Of(db, kinds, change, stop);
        var dataOwners = DataOwner.Together(
            await DataOwner.Of(db, kinds, change, platform, stop),
            await FollowedOwner.Of(db, kinds, change, stop)
        );
        TeamId[] approving =
        [
            .. owners,
            platform.Id,
            .. transfers.Select(t => t.To.Id),
            .. dataOwners.Select(owner => owner.Team),
        ];
        return new PlanSubject(
            change,
            names,
            await RiskSettings.Of(db, kinds, change, recorded.Managed, stop),
            [.. others.Select(r => $"{r.Title} ({r.State.InWords()})")],
            rules,
            platform.Id,
            [
                .. change
                    .Resources.OrderBy(r => r.Ordinal)
                    .GroupBy(r => r.OwnerTeamId)
                    .Select(g => new OwnedResources(g.Key, teams[g.Key].Title, [.. g.Select(r => r.Ordinal)])),
            ],
            await OverwrittenEditsReading.Of(db, kinds, change, names, recorded.Managed, stop)
        )
        {
            Transfers = transfers,
            Claims = [.. recorded.Owners.Where(r => r.Asked.Operation == ResourceOperation.Claim)],
            Lost =
            [
                .. recorded.Owners.Where(r =>
                    r.Owner is { } owner && RecordedOwner.IsAnothers(kinds, change, r.Asked, owner.Id)
                ),
            ],
            DataOwners = dataOwners,
            Approvers = await EligibleApprover.Of(db, approving, change.Authors, stop),
        };
    }
}
