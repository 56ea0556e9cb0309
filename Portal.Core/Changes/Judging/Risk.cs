using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>What of the surroundings a risk depends on.</summary>
/// <param name="Critical">The noun of a resource it touches whose criticality is critical: "topic"; null when none's is.</param>
public sealed record RiskSetting(bool IsProduction, string? Critical);

public sealed record RiskAssessment(int Score, RiskBand Band, IReadOnlyList<RiskReason> Reasons);

/// <summary>How dangerous a plan is, as a deterministic sum of reasons: the same plan and evidence give the same score.</summary>
public static class Risk
{
    public const int MediumFrom = 25;
    public const int HighFrom = 60;

    public static RiskAssessment Of(ResourceKinds kinds, PlanBody plan, PlanEvidence evidence, RiskSetting setting)
    {
        List<RiskReason> reasons =
        [
            .. plan.ByResource().SelectMany(p => kinds.Of(p.On.Kind).Risks(p, evidence.Of(p.On))),
        ];
        if (setting.IsProduction)
        {
            reasons.Add(new("It is in production.", 10));
        }

        if (setting.Critical is { } noun)
        {
            reasons.Add(new($"The {noun}'s tier is critical.", 10));
        }

        var score = Math.Min(100, reasons.Sum(r => r.Points));
        return new RiskAssessment(score, BandOf(score), [.. reasons.OrderByDescending(r => r.Points)]);
    }

    public static RiskBand BandOf(int score) =>
        score switch
        {
            >= HighFrom => RiskBand.High,
            >= MediumFrom => RiskBand.Medium,
            _ => RiskBand.Low,
        };
}
