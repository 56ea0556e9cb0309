using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

public enum RiskBand
{
    Low,
    Medium,
    High,
}

/// <summary>A plan as it is stored: what was hashed, byte for byte, and beside it what was seen and judged.</summary>
public sealed class Plan
{
    public PlanId Id { get; private set; }
    public required ChangeId ChangeId { get; init; }
    public required int Number { get; init; }
    public required string Hash { get; init; }
    public required int FormVersion { get; init; }
    public required string Canonical { get; init; }
    public required PlanEvidence Evidence { get; init; }
    public required int RiskScore { get; init; }
    public required RiskBand RiskBand { get; init; }
    public required RiskReason[] RiskReasons { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    public PlanBody Body => CanonicalForm.Read(Canonical);
}

/// <summary>What a policy, freeze, budget or canary said of a plan.</summary>
public sealed class CheckResult
{
    public long Id { get; private set; }
    public required PlanId PlanId { get; init; }
    public required string Name { get; init; }
    public required CheckVerdict Verdict { get; init; }
    public required string Words { get; init; }
    public required DateTimeOffset SeenAt { get; init; }
}
