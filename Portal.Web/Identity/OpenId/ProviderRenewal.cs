using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;
using Portal.Core.Store;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// Has providers confirm sessions between sign-ins, where they gave a refresh token for it. Each provider has a loop of its own: one that doesn't answer
/// delays nobody but its own people.
/// </summary>
internal sealed partial class ProviderRenewal(
    SchemaGate schema,
    ConfiguredProviders providers,
    IOptions<FederationOptions> federation,
    SessionRenewals renewals,
    ProviderConfirmation confirmation,
    TimeProvider time,
    ILogger<ProviderRenewal> log
) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (providers.All.Count == 0)
        {
            return;
        }

        await schema.Open.WaitAsync(stoppingToken);
        var loops = providers
            .Keys.Select(key => Renew(key, stoppingToken))
            .Append(Renew(provider: null, stoppingToken));
        await Task.WhenAll(loops);
    }

    /// <param name="provider">Its key; null: whichever the settings don't name any more.</param>
    private async Task Renew(string? provider, CancellationToken stop)
    {
        var every = federation.Value.RenewEvery < MostBetween ? federation.Value.RenewEvery : MostBetween;
        while (true)
        {
            try
            {
                while (await renewals.Take(provider, AtOnce, stop) is { Count: > 0 } due)
                {
                    await Task.WhenAll(due.Select(one => confirmation.Ask(one, stop)));
                }
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                LogNotTaken(failure);
            }

            await Task.Delay(every, time, stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sessions could not be renewed; that is tried again")]
    private partial void LogNotTaken(Exception failure);
}
