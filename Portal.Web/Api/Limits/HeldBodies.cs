using System.Threading.RateLimiting;

namespace Portal.Web.Api.Limits;

/// <summary>Marks the routes that hold a long body in memory until it is answered.</summary>
/// <param name="Beyond">Bytes: what is at most as long isn't counted. 0: each body is.</param>
internal sealed record HoldsBody(long Beyond = 0);

/// <summary>
/// How many requests that hold their body one person may have open, how many of them long, and how many long ones all together: more are refused before any
/// of it is read. Short ones, as most are, don't count among all, so that long ones that come slowly keep nobody else out.
/// </summary>
internal static class HeldBodies
{
    public const int OfPerson = 4;
    public const int LongOfPerson = 2;
    public const int LongInAll = 6;

    /// <summary>Bytes.</summary>
    public const long Longest = 16 * 1024 * 1024;
    private const long Long = 1024 * 1024;

    public static RateLimitPartition<string> ByPerson(HttpContext http) =>
        Who(http) is { } person ? AtOnce($"person {person}", OfPerson) : None;

    public static RateLimitPartition<string> LongByPerson(HttpContext http) =>
        Who(http) is { } person && IsLong(http) ? AtOnce($"person {person}", LongOfPerson) : None;

    public static RateLimitPartition<string> InAll(HttpContext http) =>
        Who(http) is not null && IsLong(http) ? AtOnce("all", LongInAll) : None;

    private static bool IsLong(HttpContext http) => http.Request.ContentLength is null or > Long;

    private static RateLimitPartition<string> None => RateLimitPartition.GetNoLimiter("holds none");

    // Who isn't known holds nothing: they are refused before the body is read.
    private static string? Who(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<HoldsBody>() is { Beyond: var beyond }
        && (beyond == 0 || http.Request.ContentLength > beyond)
            ? http.User.Identity?.Name
            : null;

    private static RateLimitPartition<string> AtOnce(string of, int most) =>
        RateLimitPartition.GetConcurrencyLimiter(
            of,
            _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }
        );
}
