using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.Registries;

/// <summary>A cluster's registry as somebody wants it added.</summary>
/// <param name="Url">Where its API begins: https://registry.internal:8081.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="Token">A bearer token, in place of user and password; null when editing keeps the one that is stored.</param>
/// <param name="CaPem">Who signed its certificate; null for what the machine trusts.</param>
/// <param name="SignIn">Null: what is given shows it.</param>
public sealed record RegistryDraft(
    string Url,
    string? Username = null,
    string? Password = null,
    string? Token = null,
    string? CaPem = null,
    HttpSignInMethod? SignIn = null
)
{
    internal IReadOnlyList<HttpDraft> Endpoints() =>
        [HttpDraft.Of(EndpointKind.Registry, "url", Url, SignIn, Username, Password, Token, CaPem)];

    // Whatever prints this, a log or a failed assertion, doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {HttpDraft.MethodOf(SignIn, Username, Password, Token)}, {Username}");
        return true;
    }
}
