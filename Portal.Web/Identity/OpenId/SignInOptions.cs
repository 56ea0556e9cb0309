namespace Portal.Web.Identity.OpenId;

/// <summary>Section <c>Portal:SignIn</c>: the identity providers that people sign in with, when the mode is OpenIdConnect.</summary>
public sealed class SignInOptions
{
    public const string Section = "Portal:SignIn";

    /// <summary>Whom to ask when sign-in is refused, as people read it: an address, a channel.</summary>
    public string Contact { get; set; } = "";

    /// <summary>By key: a short word for addresses and rules, which stays the same.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.Ordinal);
}

/// <summary>One identity provider, and this portal's registration as a client there.</summary>
public sealed class ProviderOptions
{
    /// <summary>What people call it. Its key, unless set.</summary>
    public string Title { get; set; } = "";

    /// <summary>The issuer, letter for letter as the provider writes it in its tokens.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>A file with the secret, instead of the secret.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>A PEM file with the authorities that the provider's certificate is trusted from, instead of the machine's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Requested besides openid, profile and email.</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>The claim that lists a person's groups.</summary>
    public string GroupClaim { get; set; } = "groups";

    /// <summary>Further claims that rules may name. No other claim is stored.</summary>
    public IList<string> RuleClaims { get; } = [];

    /// <summary>Members of this group have the role platform: how the first administrator gets in.</summary>
    public string PlatformGroup { get; set; } = "";

    /// <summary>How far the provider's clock may be from this machine's.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one request to the provider may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>At most so often are keys read again because a token names one that isn't known.</summary>
    public TimeSpan KeysAtMostEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <exception cref="IOException">The file isn't there, or can't be read.</exception>
    public string Secret() => ClientSecretFile.Length > 0 ? File.ReadAllText(ClientSecretFile).Trim() : ClientSecret;
}
