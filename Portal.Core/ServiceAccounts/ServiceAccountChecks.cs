using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>How dangerous a plan is for an account, and what is looked at before it is deleted.</summary>
internal static class ServiceAccountChecks
{
    public static IEnumerable<RiskReason> Risks(ResourcePlan plan, ServiceAccountEvidence? seen) =>
        plan.Steps.Select(step =>
            step switch
            {
                SetCredential { IsNew: true } when seen is { Grants: [_, ..] grants } => new RiskReason(
                    $"{step.On.Name} is new, and whoever has its password may do what {string.Join(", ", grants)} already allows.",
                    40
                ),
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

    /// <summary>A name that was granted something before it is an account gives that to whoever requests the account.</summary>
    public static Finding Creation(CheckedResource account, ServiceAccountEvidence? seen) =>
        seen switch
        {
            null => account.Say("grants", CheckVerdict.Unknown, "What it may do already wasn't looked at."),
            { Grants: [_, ..] grants } => account.Say(
                "grants",
                CheckVerdict.NeedsOverride,
                $"{account.Request.On.Name} may do something already: {string.Join(", ", grants)}. Who has the new password may do it too."
            ),
            _ => account.Say("grants", CheckVerdict.Passed, "Nothing is granted to it yet."),
        };

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
