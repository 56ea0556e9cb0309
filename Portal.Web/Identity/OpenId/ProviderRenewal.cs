using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;
using Portal.Core.Store;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// Asks providers again, between sign-ins, about people who are signed in, where they gave a refresh token for it: groups that somebody left take their
/// roles with them, and a session that the provider doesn't confirm any more ends. While a provider doesn't answer, sessions go on.
/// </summary>
internal sealed partial class ProviderRenewal(
    SchemaGate schema,
    ConfiguredProviders providers,
    IOptionsMonitor<OpenIdOptions> schemes,
    IOptions<FederationOptions> federation,
    SessionRenewals renewals,
    RefreshTokens tokens,
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
        var every = federation.Value.RenewEvery < MostBetween ? federation.Value.RenewEvery : MostBetween;
        while (true)
        {
            try
            {
                while (await renewals.Take(AtOnce, stoppingToken) is { Count: > 0 } due)
                {
                    await Task.WhenAll(due.Select(one => Ask(one, stoppingToken)));
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotTaken(failure);
            }

            await Task.Delay(every, time, stoppingToken);
        }
    }

    private async Task Ask(DueRenewal due, CancellationToken stop)
    {
        if (providers.Find(due.Provider) is not { } provider)
        {
            await renewals.NoLonger(due, $"{due.Provider} isn't a provider here any more.", stop);
            return;
        }

        if (tokens.Open(due.Renewal, due.Provider, due.Person) is not { } refreshToken)
        {
            await renewals.NoLonger(due, "what it was to be confirmed with can't be opened.", stop);
            return;
        }

        var options = schemes.Get(OpenIdOptions.SchemeOf(due.Provider));
        try
        {
            using var answer = await RefreshGrant.Send(options, refreshToken, stop);
            if (answer is null)
            {
                await renewals.NoLonger(due, $"{provider.Title} doesn't confirm it any more.", stop);
                return;
            }

            await Confirm(due, provider, options, answer.RootElement, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            LogNoAnswer(due.Session, due.Provider, failure);
            await renewals.Later(due, stop);
        }
    }

    private async Task Confirm(
        DueRenewal due,
        ConfiguredProvider provider,
        OpenIdOptions options,
        JsonElement answer,
        CancellationToken stop
    )
    {
        // First of all: the former one may be worth nothing from now on.
        var renewal = RefreshGrant.Text(answer, RefreshTokens.Name) is { } next
            ? tokens.Seal(next, due.Provider, due.Person)
            : due.Renewal;
        if (await renewals.Confirm(due, renewal, stop) is not { } confirmed)
        {
            return; // somebody signed in again meanwhile
        }

        try
        {
            if (await Stated(options, answer, stop) is { } stated)
            {
                var person = new ClaimsPrincipal(new ClaimsIdentity(stated));
                await renewals.Restate(confirmed, ProviderClaims.Read(provider, person), stop);
            }
        }
        catch (SignInRefusedException wrong)
        {
            LogNotBelieved(due.Session, due.Provider, wrong);
            await renewals.NoLonger(
                confirmed,
                wrong.Problem == SignInProblem.GroupsLeftOut
                    ? $"{provider.Title} confirmed it without the person's groups, which are too many for its token."
                    : $"{provider.Title} confirmed it with a token that isn't valid.",
                stop
            );
        }
    }

    /// <returns>Null: the provider states nothing new about the person.</returns>
    private static async Task<IReadOnlyList<Claim>?> Stated(
        OpenIdOptions options,
        JsonElement answer,
        CancellationToken stop
    )
    {
        var access = RefreshGrant.Text(answer, "access_token") ?? "";
        return RefreshGrant.Text(answer, IdTokens.Name) is { } raw
            ? await options.Stated(await options.Trust.Read(raw, stop), access, stop)
            : await options.Stated(access, stop);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Session {Session} could not be confirmed at {Provider}; it goes on, and is tried again"
    )]
    private partial void LogNoAnswer(long session, string provider, Exception failure);

    [LoggerMessage(LogLevel.Warning, "What {Provider} confirmed session {Session} with is not to be believed")]
    private partial void LogNotBelieved(long session, string provider, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Sessions could not be renewed; that is tried again")]
    private partial void LogNotTaken(Exception failure);
}
