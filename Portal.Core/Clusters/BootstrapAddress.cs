using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Core.Clusters;

/// <summary>Where a broker answers: a name or an IP address, and a port. Nothing else can be written there.</summary>
public sealed partial record BootstrapAddress(string Host, int Port)
{
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>The addresses of a list by commas, or what is wrong with it in words.</summary>
    public static (IReadOnlyList<BootstrapAddress> Addresses, string? Complaint) ParseList(string? list)
    {
        var parts = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
        {
            return ([], "Give at least one address, as host:port.");
        }

        var found = new List<BootstrapAddress>(parts.Length);
        foreach (var part in parts)
        {
            if (Parse(part) is not { } address)
            {
                return ([], $"“{part}” isn't an address: write host:port, several separated by commas.");
            }

            found.Add(address);
        }

        return (found, null);
    }

    public static string Join(IEnumerable<BootstrapAddress> addresses) => string.Join(',', addresses);

    private static BootstrapAddress? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var host = match.Groups["host"].Value;
        var bare = host.TrimStart('[').TrimEnd(']');
        var isAllowed = host.StartsWith('[') ? IPAddress.TryParse(bare, out _) : HostName().IsMatch(host);
        return isAllowed && port is > 0 and <= IPEndPoint.MaxPort ? new(bare, port) : null;
    }

    [GeneratedRegex(
        @"^(?<host>\[[0-9a-fA-F:.]+\]|[^\[\]:/@\s]+):(?<port>[0-9]{1,5})\z",
        RegexOptions.ExplicitCapture,
        200
    )]
    private static partial Regex Shape();

    [GeneratedRegex(@"^[a-zA-Z0-9_-]{1,63}(\.[a-zA-Z0-9_-]{1,63}){0,30}\.?\z", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex HostName();
}
