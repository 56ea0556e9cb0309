using System.Security.Claims;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

/// <summary>What of a provider's claims is read: who it is, how to show them, and the claims that rules may name.</summary>
internal static class ProviderClaims
{
    private const int LongestName = 100;

    public static ProviderAnswer Read(ConfiguredProvider provider, ClaimsPrincipal person)
    {
        var subject = person.FindFirstValue("sub")!;
        var email = Shown(person.FindFirstValue("email"));
        var username = Shown(person.FindFirstValue("preferred_username")) is { Length: > 0 } said ? said : email;
        return new ProviderAnswer(
            provider.Key,
            person.FindFirstValue("iss")!,
            subject,
            new[] { Shown(person.FindFirstValue("name")), username, Shown(subject) }.First(name => name.Length > 0),
            username.Length > 0 ? username : subject,
            email,
            [
                .. person
                    .Claims.Where(claim => provider.RuleClaims.Contains(claim.Type, StringComparer.Ordinal))
                    .Select(claim => new ClaimValue(claim.Type, claim.Value))
                    .Distinct(),
            ]
        );
    }

    private static string Shown(string? said)
    {
        var plain = string.Concat((said ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length <= LongestName ? plain : plain[..LongestName];
    }
}
