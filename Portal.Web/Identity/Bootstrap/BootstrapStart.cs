using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Web.Identity.Bootstrap;

/// <summary>Once at start: a one-time link in the log, while nobody has set up the bootstrap administrator.</summary>
internal sealed partial class BootstrapStart(
    SchemaGate schema,
    BootstrapLinks links,
    BootstrapSetup setup,
    IServer server,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<BootstrapStart> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        await Started(stoppingToken);
        while (!await Try(stoppingToken))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }

    private async Task<bool> Try(CancellationToken stop)
    {
        try
        {
            if (setup.HasInitialPassword)
            {
                if (await links.State(stop) == BootstrapState.NotSetUp)
                {
                    LogInitialPassword(Page());
                }
            }
            else if (await links.Create(stop) is { } code)
            {
                LogLink(Page(), code, Age.InWords(links.Lasts));
            }

            return true;
        }
        catch (Exception failure) when (StoreFailure.IsSilence(failure))
        {
            return false;
        }
    }

    private string Page() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
            ? $"{Reachable(address)}{BootstrapRoutes.Address}"
            : BootstrapRoutes.Address;

    // What web listens on; whoever reaches the portal by another name puts that in its place.
    private static string Reachable(string address) =>
        BindingAddress.Parse(address) is { IsUnixPipe: false, Host: "[::]" or "0.0.0.0" or "*" or "+" } every
            ? $"{every.Scheme}://localhost:{every.Port}"
            : address;

    private async Task Started(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Nobody has set up a platform engineer yet. To be the bootstrap administrator, open {Page}#{Code} within {Lasts}; the link works once. If people reach the portal by another host name, put that in its place."
    )]
    private partial void LogLink(string page, string code, string lasts);

    [LoggerMessage(
        LogLevel.Warning,
        "Nobody has set up a platform engineer yet. To be the bootstrap administrator, open {Page} and enter the initial password of the settings."
    )]
    private partial void LogInitialPassword(string page);
}
