using Portal.Core.Changes.Plans;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// Whether what is seen right before applying is worse than what people approved. Evidence isn't hashed: it may move, but
/// nobody agreed to a danger that wasn't there.
/// </summary>
public static class EvidenceDifference
{
    /// <param name="then">What the checks said beside the plan.</param>
    /// <param name="now">The same plan judged again on what is seen now.</param>
    /// <returns>Why the plan is stale; null when it holds.</returns>
    public static string? InWords(
        ResourceKinds kinds,
        Plan plan,
        IReadOnlyList<CheckResult> then,
        PlanProposal.Ready now,
        DateTimeOffset at
    )
    {
        if (now.Risk.Band > plan.RiskBand)
        {
            return $"The risk has risen from {plan.RiskBand} to {now.Risk.Band} since it was approved: {now.Risk.Reasons[0].Words}";
        }

        var worse = now.Findings.FirstOrDefault(finding => IsWorse(finding, then));
        return worse is null ? ByKind(kinds, plan, now, at) : $"Since it was approved: {worse.Words}";
    }

    private static bool IsWorse(Finding now, IReadOnlyList<CheckResult> then) =>
        now.Verdict.Stops() && !then.Any(check => check.Name == now.Name && check.Verdict >= now.Verdict);

    private static string? ByKind(ResourceKinds kinds, Plan plan, PlanProposal.Ready now, DateTimeOffset at)
    {
        var then = plan.Evidence;
        return now
            .Body.ByResource()
            .Select(part =>
                kinds
                    .Of(part.On.Kind)
                    .Worsened(part, new(then.Of(part.On), plan.MadeAt), new(now.Evidence.Of(part.On), at))
            )
            .FirstOrDefault(words => words is not null);
    }
}
