namespace Portal.Tests.Protections;

/// <summary>What protects the running web and can be taken out of it from outside: by what runs before it, or by a service in the place of another.</summary>
internal enum Protection
{
    /// <summary>A connection of a page is opened by the portal's own pages only.</summary>
    OwnPages,

    /// <summary>What an answer forbids a page.</summary>
    Headers,

    /// <summary>A token does what its scopes allow.</summary>
    Scopes,

    /// <summary>A token ends with its time.</summary>
    TokenEnd,

    /// <summary>A token has so many requests a second.</summary>
    RequestRate,

    /// <summary>A body has so many bytes.</summary>
    BodyLength,

    /// <summary>What a request can't be read for is answered with a problem.</summary>
    Failures,
}
