namespace Portal.Core.Clusters;

/// <summary>How a client of an HTTP API signs in.</summary>
public enum HttpSignInMethod
{
    None,

    /// <summary>User and password.</summary>
    Basic,

    /// <summary>A bearer token.</summary>
    Bearer,

    /// <summary>A client certificate and its private key (mutual TLS).</summary>
    Certificate,
}

/// <summary>How an engine with an HTTP API is reached and signed in to.</summary>
/// <param name="SignIn">Null: nobody signs in.</param>
/// <param name="CaPem">Who signed its certificate; null for what the machine trusts.</param>
public sealed record HttpAccess(Uri Url, HttpSignIn? SignIn = null, string? CaPem = null);

/// <param name="Username">Null: the secret is a bearer token, or the key of a certificate.</param>
/// <param name="Certificate">The client certificate and what signed it, as PEM; null: it isn't by one.</param>
public sealed record HttpSignIn(string? Username, ClusterPassword Secret, string? Certificate = null);
