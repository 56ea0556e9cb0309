namespace Portal.Core.People;

/// <summary>A token as somebody asks for it.</summary>
public sealed record TokenWish(string Name, TimeSpan Lifetime, IReadOnlyList<string> Scopes)
{
    private const int LongestName = 100;

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(TimeSpan longest)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Name.Trim().Length is 0 or > LongestName || Name.Any(char.IsControl))
        {
            wrong["name"] = $"Name what will use it, in 1 to {LongestName} characters: deploy script, dashboard.";
        }

        if (Lifetime <= TimeSpan.Zero || Lifetime > longest)
        {
            wrong["lifetimeHours"] = LifetimeLimit(longest);
        }

        if (Scopes.Count == 0 || Scopes.Except(TokenScopes.All, StringComparer.Ordinal).Any())
        {
            wrong["scopes"] = $"Scopes are {string.Join(" and ", TokenScopes.All)}; choose at least one.";
        }

        return wrong;
    }

    internal static string LifetimeLimit(TimeSpan longest) =>
        $"A token lives at least an hour and at most {longest.TotalHours:0} hours here.";
}
