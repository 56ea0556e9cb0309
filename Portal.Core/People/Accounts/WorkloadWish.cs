namespace Portal.Core.People.Accounts;

/// <summary>A rule for workloads as it is requested.</summary>
/// <param name="Issuer">Its key in the settings.</param>
/// <param name="Claims">Each with the value that it must have.</param>
public sealed record WorkloadWish(
    string Issuer,
    IReadOnlyDictionary<string, string> Claims,
    TimeSpan Lifetime,
    IReadOnlyList<string> Scopes
)
{
    public const int MostClaims = 10;
    public const int LongestClaim = 100;
    public const int LongestValue = 500;
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    // Every token has these, whoever has it.
    private static readonly string[] SaysNothing = ["iss", "aud", "exp", "iat", "nbf", "jti"];

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(ConfiguredIssuers issuers)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var issuer = issuers.Find(Issuer);
        if (issuer is null)
        {
            wrong["issuer"] =
                issuers.All.Count == 0
                    ? "No issuer of workloads is set up: an administrator of the portal does that in its settings."
                    : $"There is no issuer {Issuer}. Issuers are {string.Join(", ", issuers.All.Select(i => i.Key))}.";
        }

        if (WrongClaims(issuer) is { } claims)
        {
            wrong["claims"] = claims;
        }

        if (Lifetime < Shortest || Lifetime > Longest)
        {
            wrong["lifetimeMinutes"] =
                $"A token is good for {Shortest.TotalMinutes:0} to {Longest.TotalMinutes:0} minutes.";
        }

        if (Scopes.Count == 0 || Scopes.Except(TokenScopes.All, StringComparer.Ordinal).Any())
        {
            wrong["scopes"] = $"Scopes are {string.Join(" and ", TokenScopes.All)}; choose at least one.";
        }

        return wrong;
    }

    private string? WrongClaims(ConfiguredIssuer? issuer) =>
        Claims.Count is 0 or > MostClaims ? $"Name 1 to {MostClaims} claims, each with the value that it must have."
        : Claims.Any(c => !IsText(c.Key, LongestClaim) || !IsText(c.Value, LongestValue))
            ? $"A claim has up to {LongestClaim} characters and its value up to {LongestValue}; neither is empty."
        : Claims.Keys.FirstOrDefault(SaysNothing.Contains) is { } empty
            ? $"{empty} is in every token of the issuer. Name a claim that only your workload has."
        : issuer is not null && !Claims.Keys.Intersect(issuer.Identifying, StringComparer.Ordinal).Any()
            ? $"Anybody's workload at {issuer.Title} could meet this rule. Name at least one of {string.Join(", ", issuer.Identifying)}."
        : null;

    // What is null in a map, no annotation of a type can refuse.
    private static bool IsText(string? text, int longest) =>
        text is not null && text.Trim().Length > 0 && text.Length <= longest && !text.Any(char.IsControl);
}
