using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>How dangerous a plan is for an account, and what is looked at before it is deleted.</summary>
internal static class ServiceAccountChecks
{
    public static IEnumerable<RiskReason> Risks(ResourcePlan plan) =>
        plan.Steps.Select(step =>
            step switch
            {
                SetCredential { IsNew: true } => new RiskReason(
                    $"{step.On.Name} is new, and may do nothing until access is granted to it.",
                    5
                ),
                SetCredential => new(
                    $"Clients that sign in as {step.On.Name} with the former password fail at their next connection.",
                    25
                ),
                _ => new($"Clients that sign in as {step.On.Name} fail at their next connection.", 40),
            }
        );

    public static Finding Deletion(CheckedResource account, ServiceAccountEvidence? seen) =>
        seen switch
        {
            null => account.Say("grants", CheckVerdict.Unknown, "What it may still do wasn't looked at."),
            { Grants: [_, ..] grants } => account.Say(
                "grants",
                CheckVerdict.NeedsOverride,
                $"It still holds {string.Join(", ", grants)}. Who is connected as it is unknown: Kafka doesn't report it. Clients that use it will fail."
            ),
            _ => account.Say(
                "grants",
                CheckVerdict.Passed,
                "It holds no grants. Who is connected as it is unknown: Kafka doesn't report it."
            ),
        };
}
