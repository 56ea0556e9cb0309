using System.Security.Claims;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

/// <summary>What of a provider's claims is read: who it is, how to show them, and the claims that rules may name.</summary>
internal static class ProviderClaims
{
    private const int LongestName = 100;

    public static ProviderAnswer Read(ConfiguredProvider provider, ClaimsPrincipal person)
    {
        var subject = First(person, "sub")!;
        var email = Shown(First(person, "email"));
        var username = Shown(First(person, "preferred_username")) is { Length: > 0 } said ? said : email;
        return new ProviderAnswer(
            provider.Key,
            First(person, "iss")!,
            subject,
            new[] { Shown(First(person, "name")), username, Shown(subject) }.First(name => name.Length > 0),
            username.Length > 0 ? username : subject,
            First(person, EmailLookup.Unread) is null ? email : null,
            [
                .. person
                    .Claims.Where(claim => provider.RuleClaims.Contains(claim.Type, StringComparer.Ordinal))
                    .Select(claim => new ClaimValue(claim.Type, claim.Value))
                    .Distinct(),
            ]
        );
    }

    /// <summary>Letter for letter: the framework's own reading takes a claim <c>SUB</c> for <c>sub</c>.</summary>
    public static string? First(ClaimsPrincipal person, string claim) =>
        person.Claims.FirstOrDefault(c => string.Equals(c.Type, claim, StringComparison.Ordinal))?.Value;

    private static string Shown(string? said)
    {
        var plain = string.Concat((said ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length <= LongestName ? plain : plain[..LongestName];
    }
}
