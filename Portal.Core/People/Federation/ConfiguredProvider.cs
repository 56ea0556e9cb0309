namespace Portal.Core.People.Federation;

/// <summary>An identity provider as far as rules need it.</summary>
/// <param name="Key">What it is called in the settings and in rules.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Issuer">Who it is: what another issuer said under the same key counts for nothing.</param>
/// <param name="GroupClaim">The claim that lists groups.</param>
/// <param name="RuleClaims">The claims that rules may name, the group claim among them. No other is kept.</param>
/// <param name="PlatformGroup">Its members have the role platform: a rule from the settings. Null: there is none.</param>
public sealed record ConfiguredProvider(
    string Key,
    string Title,
    string Issuer,
    string GroupClaim,
    IReadOnlyList<string> RuleClaims,
    string? PlatformGroup
);

/// <summary>The providers that people may sign in with. The rules of others give nothing.</summary>
public sealed record ConfiguredProviders(IReadOnlyList<ConfiguredProvider> All)
{
    public IReadOnlyList<string> Keys => [.. All.Select(provider => provider.Key)];

    /// <summary>Whether what an identity said is still believed.</summary>
    public bool Believe(string key, string issuer, string claim) =>
        Find(key) is { } provider
        && provider.Issuer == issuer
        && provider.RuleClaims.Contains(claim, StringComparer.Ordinal);

    public ConfiguredProvider? Find(string key) => All.SingleOrDefault(provider => provider.Key == key);
}
