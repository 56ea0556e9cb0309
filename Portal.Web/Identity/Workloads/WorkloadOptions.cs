namespace Portal.Web.Identity.Workloads;

/// <summary>Section <c>Portal:Workloads</c>: the issuers whose tokens workloads exchange for one of this portal.</summary>
public sealed class WorkloadOptions
{
    public const string Section = "Portal:Workloads";

    /// <summary>By key: a short word for rules, which stays the same.</summary>
    public Dictionary<string, IssuerOptions> Issuers { get; } = new(StringComparer.Ordinal);
}

/// <summary>One issuer of workloads' tokens: a CI service, a Kubernetes cluster.</summary>
public sealed class IssuerOptions
{
    /// <summary>What people call it. Its key, unless set.</summary>
    public string Title { get; set; } = "";

    /// <summary>The issuer, letter for letter as it writes it in its tokens.</summary>
    public string Authority { get; set; } = "";

    /// <summary>For whom a token has to be: a text of this portal's own, which workloads request it with.</summary>
    public string Audience { get; set; } = "";

    /// <summary>A PEM file with the authorities that the issuer's certificate is trusted from, instead of the machine's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Claims of which each rule names at least one. Unless set: those by which the issuers that are known tell workloads apart.</summary>
    public IList<string> IdentifyingClaims { get; } = [];

    /// <summary>How far the issuer's clock may be from this machine's.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one request to the issuer may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>At most so often are keys read again because a token names one that isn't known.</summary>
    public TimeSpan KeysAtMostEvery { get; set; } = TimeSpan.FromSeconds(5);
}
