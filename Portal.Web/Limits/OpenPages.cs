using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Web.Identity;
using Portal.Web.Live;

namespace Portal.Web.Limits;

/// <summary>
/// Counts the connections of open pages, as long as they last. A page is not even sent to whoever couldn't connect it: it
/// would look alive and take no click.
/// </summary>
internal sealed class OpenPages : IDisposable
{
    private readonly PageLimitOptions _options;
    private readonly PartitionedRateLimiter<HttpContext> _ofPerson;
    private readonly PartitionedRateLimiter<HttpContext> _inAll;

    public OpenPages(IOptions<PageLimitOptions> options)
    {
        _options = options.Value;
        _ofPerson = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            IsConnection(http) ? AtOnce(Who(http), _options.OpenPagesPerPerson) : None
        );
        _inAll = PartitionedRateLimiter.Create<HttpContext, string>(http =>
            IsConnection(http) ? AtOnce("all", _options.OpenPagesInAll) : None
        );
        Both = PartitionedRateLimiter.CreateChained(_ofPerson, _inAll);
    }

    private static RateLimitPartition<string> None => RateLimitPartition.GetNoLimiter("no page");

    /// <summary>Gives back what it took when a request, and with it a connection, ends.</summary>
    public PartitionedRateLimiter<HttpContext> Both { get; }

    /// <summary>Why who asks can't have one more open page; null when they can.</summary>
    public string? Complaint(HttpContext http) =>
        IsFull(_ofPerson, http)
            ? $"You have {_options.OpenPagesPerPerson} pages of the portal open, as many as one person may. Close one, then try again."
        : IsFull(_inAll, http) ? "The portal has as many pages open as it can serve. Try again in a minute."
        : null;

    public void Dispose()
    {
        Both.Dispose();
        _ofPerson.Dispose();
        _inAll.Dispose();
    }

    /// <summary>Who the limits of one person are of: an address, where nobody is signed in.</summary>
    public static string Who(HttpContext http) =>
        http.User.FindFirstValue(SessionCookie.HandleClaim) is { } handle
            ? $"person {handle}"
            : $"address {AddressOrigin.Of(http.Connection.RemoteIpAddress)}";

    private static bool IsFull(PartitionedRateLimiter<HttpContext> limiter, HttpContext http) =>
        limiter.GetStatistics(http) is { CurrentAvailablePermits: <= 0 };

    // A page that is sent will connect; what a connection sends in between is a POST.
    private static bool IsConnection(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && (CircuitEndpoint.Covers(http) || PageLimits.IsPage(http));

    private static RateLimitPartition<string> AtOnce(string of, int most) =>
        RateLimitPartition.GetConcurrencyLimiter(
            of,
            _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 }
        );
}
