using System.Text.RegularExpressions;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A rule as somebody asks for it.</summary>
/// <param name="Provider">Its key in the settings.</param>
/// <param name="Team">By name; a team is created when there is none of that name.</param>
/// <param name="Environment">The one that the role counts for alone, by name; null: all that the team owns.</param>
public sealed partial record RuleWish(
    string Provider,
    string Claim,
    string Value,
    string Team,
    Role Role,
    string? Environment = null
)
{
    public const int LongestClaim = 100;

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(ConfiguredProviders providers)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var provider = providers.Find(Provider);
        if (provider is null)
        {
            wrong["provider"] =
                providers.All.Count == 0
                    ? "No identity provider is configured: see the guide, Sign-in."
                    : $"Providers are {string.Join(", ", providers.Keys)}.";
        }

        if (Claim.Length is 0 or > LongestClaim)
        {
            wrong["claim"] = $"Name the claim, in 1 to {LongestClaim} characters.";
        }
        else if (provider?.RuleClaims.Contains(Claim, StringComparer.Ordinal) == false)
        {
            wrong["claim"] =
                $"Rules may name {string.Join(", ", provider.RuleClaims)}; others are added by the setting RuleClaims.";
        }

        if (!new ClaimValue(Claim, Value).CanBeNamed)
        {
            wrong["value"] = $"Name the group as the provider does, in 1 to {ClaimValue.LongestValue} characters.";
        }

        if (Environment is not null && !RoleScope.Roles.Contains(Role))
        {
            wrong["role"] = "Only the roles member, approver and on call can be limited to an environment.";
        }

        if (!TeamName().IsMatch(Team))
        {
            wrong["team"] = "A team's name has lower-case letters, digits and dashes, and begins with a letter.";
        }

        return wrong;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,60}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TeamName();
}
