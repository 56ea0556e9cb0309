using System.Net;
using Microsoft.Net.Http.Headers;

namespace Portal.LocalCluster.Broker;

/// <summary>
/// Keeps web pages away from the operator's port. A browser on this machine reaches loopback for any page that asks it to: it then says
/// the page's origin, and for a name that was pointed at 127.0.0.1, that name as the host. Tools say neither.
/// </summary>
public static class AdminGuard
{
    public static void GuardAdmin(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                Fault(context.Request) is { } fault
                    ? Results.Problem(fault, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context)
                    : next(context)
        );

    private static string? Fault(HttpRequest request) =>
        !IsLoopback(request.Host.Host) ? "This port answers to localhost and to no other name."
        : request.Headers.ContainsKey(HeaderNames.Origin) ? "This port is for tools, not for web pages."
        : null;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
