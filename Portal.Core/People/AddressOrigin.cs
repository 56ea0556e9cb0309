using System.Net;
using System.Net.Sockets;

namespace Portal.Core.People;

/// <summary>What counts as one address where requests and guesses are limited. Of IPv6 a single host has 2^64, so its network counts.</summary>
public static class AddressOrigin
{
    private const int NetworkBytes = 8;

    /// <param name="address">As a session's row has it; empty where none is known.</param>
    public static string Of(string address) => Of(IPAddress.TryParse(address, out var parsed) ? parsed : null);

    public static string Of(IPAddress? address) =>
        address switch
        {
            null => "nowhere",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(
                address.GetAddressBytes().AsSpan(0, NetworkBytes)
            ),
            _ => address.ToString(),
        };
}
