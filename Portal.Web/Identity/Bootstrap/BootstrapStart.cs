using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Web.Identity.Bootstrap;

/// <summary>Once at start: a one-time link in the log, while nobody has set up the bootstrap administrator.</summary>
internal sealed partial class BootstrapStart(
    SchemaGate schema,
    StoreWatch store,
    BootstrapLinks links,
    IServer server,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<BootstrapStart> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        await host.Started(stoppingToken);
        while (!await store.Read(() => LogLinks(stoppingToken)))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }

    private async Task LogLinks(CancellationToken stop)
    {
        var takesPassword = await links.TakesInitialPassword(stop);
        switch (await links.Create(stop), takesPassword)
        {
            case ({ } code, true):
                LogLinkOrPassword(PageAddress(), code, Age.InWords(links.Lasts));
                break;
            case ({ } code, false):
                LogLink(PageAddress(), code, Age.InWords(links.Lasts));
                break;
        }
    }

    private string PageAddress() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(IsOfHost) is { } address
            ? $"{Reachable(address)}{BootstrapRoutes.Address}"
            : BootstrapRoutes.Address;

    // No browser opens a Unix socket.
    private static bool IsOfHost(string address) => !BindingAddress.Parse(address).IsUnixPipe;

    // What web listens on; whoever reaches the portal by another name puts that in its place.
    private static string Reachable(string address) =>
        BindingAddress.Parse(address) is { Host: "[::]" or "0.0.0.0" or "*" or "+" } every
            ? $"{every.Scheme}://localhost:{every.Port}"
            : address;

    [LoggerMessage(
        LogLevel.Warning,
        "Nobody has set up a platform engineer yet. To be the bootstrap administrator, open {Page}#{Code} within {Lasts}; the link works once. If people reach the portal by another host name, put that in its place."
    )]
    private partial void LogLink(string page, string code, string lasts);

    [LoggerMessage(
        LogLevel.Warning,
        "Nobody has set up a platform engineer yet. To be the bootstrap administrator, open {Page}#{Code} within {Lasts}; the link works once. Or open it without the part from # on, and enter the initial password of the settings. If people reach the portal by another host name, put that in its place."
    )]
    private partial void LogLinkOrPassword(string page, string code, string lasts);
}
