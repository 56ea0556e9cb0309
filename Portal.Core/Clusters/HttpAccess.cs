using System.Text;

namespace Portal.Core.Clusters;

/// <summary>How an engine with an HTTP API is reached and signed in to.</summary>
/// <param name="SignIn">Null: nobody signs in.</param>
public sealed record HttpAccess(Uri Url, HttpSignIn? SignIn = null);

public sealed record HttpSignIn(string Username, ClusterPassword Password);

/// <summary>An endpoint with an HTTP API as somebody wants it set.</summary>
/// <param name="Field">What the API calls the address.</param>
/// <param name="Password">Null when editing keeps the one that is stored.</param>
internal sealed record HttpDraft(EndpointKind Kind, string Field, string Url, string? Username, string? Password)
{
    // Whatever prints this, a log or a failed assertion, doesn't get the password.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Kind}, {Url}, {Username}");
        return true;
    }
}
