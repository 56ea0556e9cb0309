using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Topics;

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
    public static string? InWords(Plan plan, IReadOnlyList<CheckResult> then, PlanProposal.Ready now, DateTimeOffset at)
    {
        if (now.Risk.Band > plan.RiskBand)
        {
            return $"The risk has risen from {plan.RiskBand} to {now.Risk.Band} since it was approved: {now.Risk.Reasons[0].Words}";
        }

        var worse = now.Findings.FirstOrDefault(finding => IsWorse(finding, then));
        return worse is null ? NewReaders(plan, now, at) : $"Since it was approved: {worse.Words}";
    }

    private static bool IsWorse(Finding now, IReadOnlyList<CheckResult> then) =>
        now.Verdict is CheckVerdict.NeedsOverride or CheckVerdict.Blocked
        && !then.Any(check => check.Name == now.Name && check.Verdict >= now.Verdict);

    // The override was given for the groups that it named.
    private static string? NewReaders(Plan plan, PlanProposal.Ready now, DateTimeOffset at)
    {
        foreach (var step in now.Body.Steps.OfType<Step.DeleteTopic>())
        {
            var came = Active(now.Evidence.Of(step), at).Except(Active(plan.Evidence.Of(step), plan.MadeAt)).ToList();
            if (came.Count > 0)
            {
                return $"Since it was approved {string.Join(", ", came)} began to read {step.Topic}.";
            }
        }

        return null;
    }

    private static IEnumerable<string> Active(TopicEvidence? seen, DateTimeOffset at) =>
        seen is null ? [] : ActiveReaders.Of(seen, at);
}
