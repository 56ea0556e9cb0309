namespace Portal.Core.People;

/// <summary>How people prove who they are.</summary>
public enum SignInMode
{
    /// <summary>Nobody signs in on a page.</summary>
    None,

    /// <summary>Choose one of the seeded people, without a password: for evaluation on one's own machine.</summary>
    Embedded,

    /// <summary>At an identity provider, by OpenID Connect.</summary>
    OpenIdConnect,

    /// <summary>At a proxy in front of the portal, which states in headers who it is.</summary>
    ProxyHeader,
}
