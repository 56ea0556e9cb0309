using System.Text;

namespace Portal.Core.Clusters;

/// <summary>How a client of an HTTP API signs in.</summary>
public enum HttpSignInMethod
{
    None,

    /// <summary>User and password.</summary>
    Basic,

    /// <summary>A bearer token.</summary>
    Bearer,
}

/// <summary>How an engine with an HTTP API is reached and signed in to.</summary>
/// <param name="SignIn">Null: nobody signs in.</param>
/// <param name="CaPem">Who signed its certificate; null for what the machine trusts.</param>
public sealed record HttpAccess(Uri Url, HttpSignIn? SignIn = null, string? CaPem = null);

/// <param name="Username">Null: the secret is a bearer token.</param>
public sealed record HttpSignIn(string? Username, ClusterPassword Secret);

/// <summary>An endpoint with an HTTP API as somebody wants it set.</summary>
/// <param name="Field">What the API calls the address.</param>
/// <param name="Secret">The password, or the token; null when editing keeps the one that is stored.</param>
/// <param name="Unfit">The one of the two that the sign-in has no use for; null when it isn't given.</param>
internal sealed record HttpDraft(
    EndpointKind Kind,
    string Field,
    string Url,
    HttpSignInMethod Method,
    string? Username,
    string? Secret,
    string? CaPem = null,
    string? Unfit = null
)
{
    /// <param name="signIn">Null: what is given shows it.</param>
    public static HttpDraft Of(
        EndpointKind kind,
        string field,
        string url,
        HttpSignInMethod? signIn,
        string? username,
        string? password,
        string? token,
        string? caPem
    )
    {
        var method = MethodOf(signIn, username, password, token);
        var (secret, unfit) = method == HttpSignInMethod.Bearer ? (token, password) : (password, token);
        return new(kind, field, url, method, username, secret, caPem, unfit);
    }

    public static HttpSignInMethod MethodOf(
        HttpSignInMethod? signIn,
        string? username,
        string? password,
        string? token
    ) =>
        signIn
        ?? (
            ClusterRegister.Blank(token) is not null ? HttpSignInMethod.Bearer
            : (ClusterRegister.Blank(username) ?? ClusterRegister.Blank(password)) is not null ? HttpSignInMethod.Basic
            : HttpSignInMethod.None
        );

    // Whatever prints this, a log or a failed assertion, doesn't get the secret.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Kind}, {Url}, {Method}, {Username}");
        return true;
    }
}
