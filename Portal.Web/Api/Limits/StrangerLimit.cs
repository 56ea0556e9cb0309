using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Web.Identity.Tokens;

namespace Portal.Web.Api.Limits;

/// <summary>
/// Who comes without a token, or with one that wasn't recognised yet, has a bucket by address, before the store is asked
/// about the token: one that is made up costs a query like a real one. A token that was recognised takes nothing from it,
/// so that its scripts go on beside a stranger at the same address.
/// </summary>
internal static class StrangerLimit
{
    private const int NetworkBytes = 8;

    /// <summary>Before sign-in: who is refused there comes no further.</summary>
    public static void UseStrangerLimit(this WebApplication app) =>
        app.UseWhen(
            ApiRegistration.Covers,
            api =>
                api.UseRateLimiter(
                    new RateLimiterOptions
                    {
                        RejectionStatusCode = StatusCodes.Status429TooManyRequests,
                        OnRejected = RateLimits.Say,
                        GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(ByAddress),
                    }
                )
        );

    /// <summary>What counts as one address. Of IPv6 a single host has 2^64, so its network counts.</summary>
    public static string Origin(IPAddress? address) =>
        address switch
        {
            null => "nowhere",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(
                address.GetAddressBytes().AsSpan(0, NetworkBytes)
            ),
            _ => address.ToString(),
        };

    private static RateLimitPartition<string> ByAddress(HttpContext http) =>
        http.RequestServices.GetRequiredService<RecognisedTokens>().Has(BearerToken.In(http.Request))
            ? RateLimitPartition.GetNoLimiter("recognised")
            : RateLimits.Bucket(
                Origin(http.Connection.RemoteIpAddress),
                RateLimits.Options(http).RequestsPerSecondAndStranger
            );
}
