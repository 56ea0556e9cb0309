using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>A Portal service account as somebody wants it.</summary>
/// <param name="Team">The name of the team that will own it, for good.</param>
/// <param name="Description">What uses it.</param>
public sealed record AccountWish(string Name, string Team, string Description)
{
    public const int LongestName = AccountName.Longest;
    public const int LongestDescription = 200;

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    /// <param name="team">The one that it names; null: there is none of that name.</param>
    public IReadOnlyDictionary<string, string> Complaints(Team? team)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!AccountName.Fits(Name))
        {
            wrong["name"] =
                $"A name has 1 to {LongestName} lowercase letters a to z, digits, dots and hyphens, and begins with a letter: checkout-ci.";
        }

        if (team is null)
        {
            wrong["team"] = $"There is no team {Team}.";
        }

        if (ComplaintOf(Description) is { } words)
        {
            wrong["description"] = words;
        }

        return wrong;
    }

    /// <summary>What is wrong with a description; null: nothing.</summary>
    internal static string? ComplaintOf(string description) =>
        description.Trim().Length is 0 or > LongestDescription || description.Any(char.IsControl)
            ? $"Describe what uses it, in 1 to {LongestDescription} characters: the deployment workflow of checkout."
            : null;
}
