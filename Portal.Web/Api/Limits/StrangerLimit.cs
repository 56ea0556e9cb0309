using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Portal.Core.People;
using Portal.Web.Api.Authentication;

namespace Portal.Web.Api.Limits;

/// <summary>
/// Who comes with a token that wasn't recognised yet has a bucket by address, before the store is asked about it: one that is
/// made up costs a query like a real one. Who comes with nothing that could be a token costs no query and has a bucket
/// aside, so that after a restart a poller without one takes no first call from the tokens at its address. A token that was
/// recognised takes from neither: its scripts go on beside a stranger.
/// </summary>
internal static class StrangerLimit
{
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

    private static RateLimitPartition<string> ByAddress(HttpContext http)
    {
        var token = BearerHeader.Token(http.Request);
        if (http.RequestServices.GetRequiredService<RecognisedTokens>().Has(token))
        {
            return RateLimitPartition.GetNoLimiter("recognised");
        }

        var brings = token is not null && BearerToken.HashOf(token) is not null ? "token" : "nothing";
        return RateLimits.Bucket(
            $"{brings} from {AddressOrigin.Of(http.Connection.RemoteIpAddress)}",
            RateLimits.Options(http).RequestsPerSecondAndStranger
        );
    }
}
