namespace Portal.Core.People.Federation;

/// <summary>What a provider said of somebody who signed in, checked before it comes here.</summary>
/// <param name="Provider">Its key in the settings.</param>
/// <param name="Name">For showing.</param>
/// <param name="Username">What a handle is made of, at the first sign-in alone.</param>
/// <param name="Email">Null: it could not be read, and the one from before stays. Empty: there is none.</param>
/// <param name="Claims">Those that rules may name.</param>
public sealed record ProviderAnswer(
    string Provider,
    string Issuer,
    string Subject,
    string Name,
    string Username,
    string? Email,
    IReadOnlyCollection<ClaimValue> Claims
);

public sealed record ClaimValue(string Claim, string Value)
{
    /// <summary>Longer ones than a rule can name are left out.</summary>
    public const int LongestValue = 256;

    public bool CanBeNamed => Value.Length is > 0 and <= LongestValue && !Value.Any(char.IsControl);
}
