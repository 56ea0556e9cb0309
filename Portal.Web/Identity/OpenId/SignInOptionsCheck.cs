using Microsoft.Extensions.Options;
using Portal.Core.People;

namespace Portal.Web.Identity.OpenId;

/// <summary>Keeps a portal from starting with a sign-in that can't work, or that isn't what somebody meant; says what to set.</summary>
internal sealed class SignInOptionsCheck(IOptions<IdentityOptions> identity) : IValidateOptions<SignInOptions>
{
    private const string Mode = $"{IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}";
    private const string Providers = $"{SignInOptions.Section}:{nameof(SignInOptions.Providers)}";

    private static readonly string[] ChosenByPeople =
    [
        "email",
        "name",
        "nickname",
        "preferred_username",
        "given_name",
        "family_name",
        "profile",
        "website",
        "phone_number",
    ];

    public ValidateOptionsResult Validate(string? name, SignInOptions options)
    {
        var wrong = Complaints(identity.Value.Mode, options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    public static IEnumerable<string> Complaints(SignInMode mode, SignInOptions options) =>
        (mode, options.Providers.Count) switch
        {
            (SignInMode.OpenIdConnect, 0) =>
            [
                $"{Mode} is OpenIdConnect, but no provider is set. Set {Providers}:KEY:Authority, ClientId and ClientSecretFile, where KEY is a short word such as company.",
            ],
            (not SignInMode.OpenIdConnect, > 0) =>
            [
                $"{Providers} names a provider, but {Mode} is {mode}: people could not sign in with it. Set {Mode}=OpenIdConnect, or remove the provider.",
            ],
            _ => options.Providers.SelectMany(provider => Complaints(provider.Key, provider.Value)),
        };

    private static IEnumerable<string> Complaints(string key, ProviderOptions provider)
    {
        var at = $"{Providers}:{key}";
        if (!IssuerBounds.IsKey(key) || key is "bootstrap" or "again")
        {
            yield return $"{at}: a key has lower-case letters, digits and dashes, begins with a letter, and isn't bootstrap or again.";
        }

        if (!IssuerBounds.IsIssuer(provider.Authority))
        {
            yield return $"{at}:Authority: “{provider.Authority}” is not the address of an issuer: https://…, or http on this machine.";
        }

        if (provider.ClientId.Length == 0)
        {
            yield return $"{at}:ClientId is missing: what the provider calls this portal.";
        }

        if (SecretComplaint(provider) is { } complaint)
        {
            yield return $"{at}:{complaint}";
        }

        if (IssuerBounds.CaComplaint(at, provider.CaFile) is { } untrusted)
        {
            yield return untrusted;
        }

        if (provider.GroupClaim.Length == 0)
        {
            yield return $"{at}:GroupClaim is empty: the claim that lists groups, most often groups.";
        }

        foreach (var claim in provider.RuleClaims.Append(provider.GroupClaim).Where(ChosenByPeople.Contains))
        {
            yield return $"{at}: {claim} can't give roles: at many providers people choose it themselves. Name a claim that only the provider's administrators set.";
        }

        foreach (
            var bound in IssuerBounds.Complaints(at, provider.ClockSkew, provider.Timeout, provider.KeysAtMostEvery)
        )
        {
            yield return bound;
        }
    }

    private static string? SecretComplaint(ProviderOptions provider)
    {
        switch (provider.ClientSecret.Length > 0, provider.ClientSecretFile.Length > 0)
        {
            case (false, false):
                return "ClientSecretFile is missing: a file with the secret that the provider gave this portal.";
            case (true, true):
                return "ClientSecret and ClientSecretFile are both set: keep one.";
            default:
                try
                {
                    return provider.Secret().Length > 0
                        ? null
                        : $"ClientSecretFile: {provider.ClientSecretFile} is empty.";
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    return $"ClientSecretFile: {failure.Message}";
                }
        }
    }
}
