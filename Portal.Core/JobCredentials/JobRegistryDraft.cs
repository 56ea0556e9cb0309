using System.Text;
using Portal.Core.Clusters;

namespace Portal.Core.JobCredentials;

/// <summary>How a cluster's stream jobs are to reach its schema registry and to sign in.</summary>
/// <param name="Url">Where Flink reaches its API; null: where the portal does now.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
/// <param name="Token">A bearer token, in place of user and password; null when editing keeps the one that is stored.</param>
/// <param name="CaPem">Who signed its certificate; null for what Flink's machines trust.</param>
/// <param name="SignIn">Null: what is given shows it.</param>
public sealed record JobRegistryDraft(
    string? Url = null,
    string? Username = null,
    string? Password = null,
    string? Token = null,
    string? CaPem = null,
    HttpSignInMethod? SignIn = null
)
{
    /// <param name="own">Where the portal reaches it.</param>
    internal HttpDraft At(string own) =>
        new(EndpointKind.JobRegistry, "url", ClusterRegister.Blank(Url) ?? own, Given, CaPem);

    private HttpCredentials Given => new(SignIn, Username, Password, Token);

    // Whatever prints this, a log or a failed assertion, doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {Given}");
        return true;
    }
}
