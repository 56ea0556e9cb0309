using System.Net;
using Microsoft.Extensions.Options;
using Portal.Core.People;

namespace Portal.Web.Identity;

/// <summary>
/// Embedded sign-in asks for no password, so it is for one's own machine: the portal doesn't start with it where others
/// could reach it, unless the operator says that he knows.
/// </summary>
public static class EmbeddedSignInGuard
{
    private const string Option = $"{IdentityOptions.Section}:{nameof(IdentityOptions.AllowEmbeddedBeyondLoopback)}";

    /// <summary>Why the portal must not start like this; null when it may.</summary>
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
            : $"Embedded sign-in asks for no password, and {why}: anyone who reaches it could be anyone. "
                + $"Listen on loopback only, choose another {IdentityOptions.Section}:{nameof(IdentityOptions.Mode)}, "
                + $"or set {Option}=true if only people you trust can reach it.";
    }

    /// <summary>Asked before anything is served.</summary>
    public static string? Complaint(WebApplication app) =>
        Complaint(
            app.Services.GetRequiredService<IOptions<IdentityOptions>>().Value,
            ListenAddresses(app.Configuration),
            // ASP.NET Core's own switch (ASPNETCORE_FORWARDEDHEADERS_ENABLED).
            app.Configuration.GetValue<bool>("ForwardedHeaders_Enabled")
        );

    /// <summary>What web is going to listen on, as configured.</summary>
    public static IEnumerable<string> ListenAddresses(IConfiguration configuration) =>
        [
            .. Split(configuration["urls"]),
            .. Split(configuration["http_ports"])
                .Concat(Split(configuration["https_ports"]))
                .Select(p => $"http://*:{p}"),
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>(),
        ];

    private static string[] Split(string? value) =>
        value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsLoopback(string address)
    {
        var parsed = BindingAddress.Parse(address);
        return parsed.IsUnixPipe
            || parsed.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
