namespace Portal.Web.Identity.ProxyHeaders;

/// <summary>Section <c>Portal:ProxySignIn</c>: the proxy that signs people in before the portal, when the mode is ProxyHeader. Headers as oauth2-proxy names them.</summary>
public sealed class ProxySignInOptions
{
    public const string Section = "Portal:ProxySignIn";

    /// <summary>What people call it.</summary>
    public string Title { get; set; } = "Company sign-in";

    /// <summary>Addresses that connect to web and may state who somebody is: the peer's own, never a forwarded one.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Networks of such addresses, as CIDR.</summary>
    public IList<string> KnownNetworks { get; } = [];

    /// <summary>Whoever connects to a Unix socket that web listens on may state it, without a secret: the socket's folder says who can.</summary>
    public bool TrustUnixSocket { get; set; }

    /// <summary>The header with the secret.</summary>
    public string SecretHeader { get; set; } = "X-Portal-Proxy-Secret";

    /// <summary>What the proxy proves itself with, beyond its address.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A file with it, instead.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>Who it is, for good: never given to somebody else.</summary>
    public string UserHeader { get; set; } = "X-Forwarded-User";

    public string EmailHeader { get; set; } = "X-Forwarded-Email";

    /// <summary>How people are shown, and what a handle is made of.</summary>
    public string NameHeader { get; set; } = "X-Forwarded-Preferred-Username";

    /// <summary>Groups, with commas between.</summary>
    public string GroupsHeader { get; set; } = "X-Forwarded-Groups";

    /// <summary>Members of this group have the role platform.</summary>
    public string PlatformGroup { get; set; } = "";

    /// <summary>Where people sign out at the proxy: a path of this site, or an address over https.</summary>
    public string SignOutAddress { get; set; } = "/oauth2/sign_out";

    public IEnumerable<string> Headers => [UserHeader, EmailHeader, NameHeader, GroupsHeader, SecretHeader];

    public bool NamesAddresses => KnownProxies.Count + KnownNetworks.Count > 0;

    /// <exception cref="IOException">The file isn't there, or can't be read.</exception>
    public string TheSecret() => SecretFile.Length > 0 ? File.ReadAllText(SecretFile).Trim() : Secret;
}
