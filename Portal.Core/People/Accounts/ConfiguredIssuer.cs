namespace Portal.Core.People.Accounts;

/// <summary>An issuer of workloads' tokens that the settings trust.</summary>
/// <param name="Key">What it is called in the settings and in rules.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Identifying">Claims of which a rule names at least one: without it, a rule could be met by anybody's workload.</param>
public sealed record ConfiguredIssuer(string Key, string Title, IReadOnlyList<string> Identifying);

/// <summary>The issuers whose tokens are exchanged. The rules of others give nothing.</summary>
public sealed record ConfiguredIssuers(IReadOnlyList<ConfiguredIssuer> All)
{
    public ConfiguredIssuer? Find(string key) => All.SingleOrDefault(issuer => issuer.Key == key);
}
