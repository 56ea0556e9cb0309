using Microsoft.Extensions.Options;
using Portal.Web.Identity.OpenId;

namespace Portal.Web.Identity.Workloads;

/// <summary>What is wrong with the issuers in the settings, so that the portal doesn't start with them.</summary>
internal sealed class WorkloadOptionsCheck : IValidateOptions<WorkloadOptions>
{
    private const string Issuers = $"{WorkloadOptions.Section}:{nameof(WorkloadOptions.Issuers)}";

    public ValidateOptionsResult Validate(string? name, WorkloadOptions options)
    {
        var wrong = options.Issuers.SelectMany(pair => Complaints(pair.Key, pair.Value)).ToList();
        var twice = options
            .Issuers.GroupBy(pair => pair.Value.Authority, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group =>
                $"{Issuers}: {string.Join(" and ", group.Select(pair => pair.Key))} are the same issuer. Keep one."
            );
        wrong.AddRange(twice);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Complaints(string key, IssuerOptions issuer)
    {
        var at = $"{Issuers}:{key}";
        if (!IssuerBounds.IsKey(key))
        {
            yield return $"{at}: a key has lower-case letters, digits and dashes, and begins with a letter.";
        }

        if (!IssuerBounds.IsIssuer(issuer.Authority))
        {
            yield return $"{at}:Authority: “{issuer.Authority}” is not the address of an issuer: https://…, or http on this machine.";
        }

        if (issuer.Audience.Trim().Length == 0)
        {
            yield return $"{at}:Audience is missing: a text of this portal's own, such as its address. A token for anybody else must not be worth anything here.";
        }

        if (IssuerBounds.CaComplaint(at, issuer.CaFile) is { } untrusted)
        {
            yield return untrusted;
        }

        foreach (var bound in IssuerBounds.Complaints(at, issuer.ClockSkew, issuer.Timeout, issuer.KeysAtMostEvery))
        {
            yield return bound;
        }
    }
}
