using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Portal.Web.Proxy;

/// <summary>Section <c>Portal:Proxy</c>. Without a known proxy no forwarded header is believed: whoever comes is who connects.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    public const string Section = "Portal:Proxy";

    /// <summary>Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public IList<string> KnownProxies { get; init; } = [];

    /// <summary>Networks of such addresses, as CIDR.</summary>
    public IList<string> KnownNetworks { get; init; } = [];

    /// <summary>How many of them a request passes, one after the other.</summary>
    [Range(1, 10)]
    public int Hops { get; set; } = 1;

    public bool IsOn => KnownProxies.Count + KnownNetworks.Count > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        KnownProxies
            .Where(proxy => !IPAddress.TryParse(proxy, out _))
            .Select(proxy => Wrong(nameof(KnownProxies), proxy, "an IP address"))
            .Concat(
                KnownNetworks
                    .Where(network => !IPNetwork.TryParse(network, out _))
                    .Select(network => Wrong(nameof(KnownNetworks), network, "a network as CIDR, such as 10.0.0.0/8"))
            );

    private static ValidationResult Wrong(string field, string value, string what) =>
        new($"{Section}:{field}: “{value}” is not {what}.", [field]);
}
