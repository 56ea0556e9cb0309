using Portal.Core.Changes.Plans;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Approvals;

/// <summary>
/// Who must approve in an environment at a risk band. All rules of the pair hold, in their order, and none stands for
/// another; no rule for the pair: nobody has to.
/// </summary>
public sealed class ApprovalRule
{
    public long Id { get; private set; }
    public required string Environment { get; init; }
    public required RiskBand RiskBand { get; init; }
    public required int Ordinal { get; init; }
    public required string Title { get; init; }

    /// <summary>Approvers of each owning team, for what it owns; otherwise of the platform team, for all.</summary>
    public required bool FromOwner { get; init; }
    public required int Quorum { get; init; }
}

public sealed class ApprovalStep
{
    public long Id { get; private set; }
    public required PlanId PlanId { get; init; }
    public required int Ordinal { get; init; }
    public required string Title { get; init; }
    public required TeamId TeamId { get; init; }
    public required int Quorum { get; init; }
    public bool IsOverride { get; init; }

    /// <summary>Which of the change's resources it is for, by their ordinals.</summary>
    public required int[] Resources { get; init; }
}

public enum VoteVerdict
{
    Approve,
    Reject,
    RequestChanges,
}

/// <summary>A person's judgement of one plan, by its hash.</summary>
public sealed class Vote
{
    public long Id { get; private set; }
    public required ChangeId ChangeId { get; init; }
    public required PlanId PlanId { get; init; }
    public required string PlanHash { get; init; }
    public long? StepId { get; init; }
    public required Actor Actor { get; init; }
    public required VoteVerdict Verdict { get; init; }
    public string Comment { get; init; } = "";
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
}
