using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Registries;

/// <summary>A cluster's registry as somebody wants it added.</summary>
/// <param name="Url">Where its API begins: https://registry.internal:8081.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="Token">A bearer token, in place of user and password; null when editing keeps the one that is stored.</param>
/// <param name="CaPem">Who signed its certificate; null for what the machine trusts.</param>
/// <param name="SignIn">Null: what is given shows it.</param>
/// <param name="ClientCertificate">What the portal shows of itself, with what signed it, as PEM; null: nothing.</param>
/// <param name="ClientKey">Its private key, as PEM; null when editing keeps the one that is stored.</param>
public sealed record RegistryDraft(
    string Url,
    string? Username = null,
    string? Password = null,
    string? Token = null,
    string? CaPem = null,
    HttpSignInMethod? SignIn = null,
    string? ClientCertificate = null,
    string? ClientKey = null
)
{
    internal IReadOnlyList<HttpDraft> Endpoints() => [new(EndpointKind.Registry, "url", Url, Given, CaPem)];

    private HttpCredentials Given => new(SignIn, Username, Password, Token, ClientCertificate, ClientKey);

    // Whatever prints this, a log or a failed assertion, doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Given}");
        return true;
    }
}
