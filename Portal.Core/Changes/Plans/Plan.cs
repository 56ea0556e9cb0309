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

    /// <summary>What was seen beside it, as JSON of the same form.</summary>
    public required string EvidenceJson { get; init; }
    public required int RiskScore { get; init; }
    public required RiskBand RiskBand { get; init; }
    public required RiskReason[] RiskReasons { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    public PlanBody Body => CanonicalForm.Read(FormVersion, Canonical);

    public PlanEvidence Evidence => CanonicalForm.ReadEvidence(FormVersion, EvidenceJson);
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

    /// <summary>The ordinal of the resource it is about; null when it is about the whole change.</summary>
    public int? Resource { get; init; }
}
