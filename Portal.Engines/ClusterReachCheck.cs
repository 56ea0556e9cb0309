using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;

namespace Portal.Engines;

/// <summary>A rule that nothing can match ends the process when it starts: a network that was mistyped would be reached all the same.</summary>
internal sealed partial class ClusterReachCheck(IConfiguration section) : IValidateOptions<ClusterReach>
{
    private const string Rules =
        "Each rule is a network as CIDR (10.0.0.0/8), an address, a host name, or * and a suffix (*.example.com)";

    public ValidateOptionsResult Validate(string? name, ClusterReach options)
    {
        string[] wrong =
        [
            .. Wrong(nameof(ClusterReach.Allow), options.Allow),
            .. Wrong(nameof(ClusterReach.Deny), options.Deny),
        ];
        return wrong is [] ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private IEnumerable<string> Wrong(string list, IEnumerable<string> rules)
    {
        var setting = $"{ClusterReach.Section}:{list}";
        // A text where a list belongs isn't read at all.
        if (!string.IsNullOrEmpty(section[list]))
        {
            yield return $"{setting} is a list: write each rule to an entry of its own, {setting}:0, {setting}:1 and so on.";
        }

        foreach (var rule in rules.Where(rule => !IsRule(rule)))
        {
            yield return $"{setting}: “{rule}” matches nothing. {Rules}.";
        }
    }

    private static bool IsRule(string rule) =>
        IPNetwork.TryParse(rule, out _)
        || (IPAddress.TryParse(rule, out var address) ? IsWhole(rule, address) : Name().IsMatch(rule));

    // 10.1 is an address too, 10.0.0.1, and not the network that was meant.
    private static bool IsWhole(string rule, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == rule;

    // No name of a host ends with a number: 10.0.0.0.0 is a mistyped address.
    [GeneratedRegex(
        @"^(\*\.)?([a-zA-Z0-9_-]{1,63}\.){0,30}(?![0-9]+\.?\z)[a-zA-Z0-9_-]{1,63}\.?\z",
        RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Name();
}
