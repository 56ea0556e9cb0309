using System.Net;

namespace Portal.Core.Clusters;

/// <summary>
/// Where the portal may be pointed at. Whoever registers a cluster makes this machine open connections, so what only this
/// machine can reach must not become reachable through it.
/// </summary>
public sealed class ClusterReach
{
    public const string Section = "Portal:Clusters";

    /// <summary>Host names, <c>*.suffix</c> or networks as CIDR; empty: everywhere that isn't denied.</summary>
    public IList<string> Allow { get; init; } = [];

    /// <summary>Beats <see cref="Allow"/>. Link-local by default: a cloud's metadata service answers there with credentials.</summary>
    public IList<string> Deny { get; init; } = ["169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128"];

    /// <summary>Why this host as it was typed can't be used; null when it can.</summary>
    public string? Complaint(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return Complaint(host, address);
        }

        if (Deny.Any(rule => NameMatches(rule, host)))
        {
            return Refusal(host);
        }

        // A name that no rule names may still resolve into an allowed network: the address decides then.
        return Allow.Count == 0 || Allow.Any(rule => NameMatches(rule, host) || IPNetwork.TryParse(rule, out _))
            ? null
            : Refusal(host);
    }

    /// <summary>Why the address that a host's name stands for can't be used; null when it can.</summary>
    public string? Complaint(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (Deny.Any(rule => NameMatches(rule, host) || Contains(rule, plain)))
        {
            return Refusal(host);
        }

        return Allow.Count == 0 || Allow.Any(rule => NameMatches(rule, host) || Contains(rule, plain))
            ? null
            : Refusal(host);
    }

    private static string Refusal(string host) =>
        $"{host} lies outside of what this portal may connect to. Whoever runs the portal can allow it ({Section}).";

    private static bool Contains(string rule, IPAddress address) =>
        IPNetwork.TryParse(rule, out var network)
            ? network.Contains(address)
            : IPAddress.TryParse(rule, out var one) && one.Equals(address);

    private static bool NameMatches(string rule, string host) =>
        rule.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(rule[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(rule, host, StringComparison.OrdinalIgnoreCase);
}
