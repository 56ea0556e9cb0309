using System.Net;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Web.Proxy;

namespace Portal.Web.Identity;

/// <summary>
/// Embedded sign-in needs no password, so it is for one's own machine: the portal doesn't serve with it where others
/// could reach it, unless the operator says that he knows.
/// </summary>
public static class EmbeddedSignInGuard
{
    private const string Option = $"{IdentityOptions.Section}:{nameof(IdentityOptions.AllowEmbeddedBeyondLoopback)}";

    // Another site's name may lead to this machine, and then its pages pass for the portal's own in a browser here.
    private const string LocalOnly =
        $"With embedded sign-in this portal answers as localhost only. {Option}=true lets it answer to other names.";

    // A proxy on this machine connects from here and may name the portal by its local address; who comes through it is elsewhere.
    private const string NoProxy =
        $"With embedded sign-in this portal serves only people on its own machine, and this request came through a proxy. {Option}=true lets it serve them.";

    /// <summary>Why the portal must not serve like this; null when it may.</summary>
    /// <param name="addresses">What web listens on.</param>
    /// <param name="behindProxy">Requests come from elsewhere though the connection is local.</param>
    public static string? Complaint(IdentityOptions identity, IEnumerable<string> addresses, bool behindProxy)
    {
        if (identity.Mode != SignInMode.Embedded || identity.AllowEmbeddedBeyondLoopback)
        {
            return null;
        }

        var open = addresses.Where(address => !IsLoopback(address)).ToList();
        var why =
            open.Count > 0 ? $"web listens beyond this machine ({string.Join(", ", open)})"
            : behindProxy ? "web is configured to sit behind a proxy"
            : null;
        return why is null
            ? null
            : $"Embedded sign-in needs no password, and {why}: anyone who reaches it could sign in as any user. "
                + $"Listen on loopback only, choose another {IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}, "
                + $"or set {Option}=true if only people you trust can reach it.";
    }

    /// <summary>
    /// Runs until it is told to stop, or refuses: before anything is done when configuration says so, and else once the
    /// addresses are bound, which alone are sure. Nobody is served before they were looked at.
    /// </summary>
    /// <returns>What the process ends with.</returns>
    public static async Task<int> RunGuarded(this WebApplication app)
    {
        await using var running = app;
        if (await IsRefused(app, ListenAddresses(app.Configuration)))
        {
            return 1;
        }

        await app.StartAsync();
        var isRefused = await IsRefused(app, app.Urls);
        app.Services.GetRequiredService<Look>().Done.SetResult(isRefused);
        await (isRefused ? app.StopAsync() : app.WaitForShutdownAsync());
        return isRefused ? 1 : Environment.ExitCode;
    }

    /// <summary>First of all: until <see cref="RunGuarded"/> has looked, whoever asks waits; and who asks by another name, or through a proxy, is refused.</summary>
    public static void UseEmbeddedSignInGuard(this WebApplication app)
    {
        var look = app.Services.GetRequiredService<Look>().Done.Task;
        var identity = app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        var isLocalOnly = identity is { Mode: SignInMode.Embedded, AllowEmbeddedBeyondLoopback: false };
        app.Use(
            async (http, next) =>
            {
                if (await look)
                {
                    http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return;
                }

                var refusal =
                    !isLocalOnly ? null
                    : !IsLoopbackName(http.Request.Host.Host) ? LocalOnly
                    : http.Request.CameThroughProxy() ? NoProxy
                    : null;
                if (refusal is not null)
                {
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    await http.Response.WriteAsync(refusal, http.RequestAborted);
                    return;
                }

                await next(http);
            }
        );
    }

    /// <summary>What web is going to listen on, as configured: endpoints of Kestrel's own overrule what else is said.</summary>
    public static IEnumerable<string> ListenAddresses(IConfiguration configuration)
    {
        string[] own =
        [
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>(),
        ];
        return own.Length > 0 ? own
            : Split(configuration["urls"]) is { Length: > 0 } urls ? urls
            : Split(configuration["http_ports"])
                .Concat(Split(configuration["https_ports"]))
                .Select(port => $"http://*:{port}");
    }

    private static async Task<bool> IsRefused(WebApplication app, IEnumerable<string> addresses)
    {
        var identity = app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value;
        var complaint = Complaint(identity, addresses, app.IsBehindProxy());
        if (complaint is not null)
        {
            await Console.Error.WriteLineAsync(complaint);
        }

        return complaint is not null;
    }

    private static string[] Split(string? value) =>
        value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsLoopback(string address)
    {
        var parsed = BindingAddress.Parse(address);
        return parsed.IsUnixPipe || IsLoopbackName(parsed.Host);
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>The look at what is bound; true: it must not be served on.</summary>
    internal sealed class Look
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
