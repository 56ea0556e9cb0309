using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.People.Federation;

namespace Portal.Web.Identity.OpenId;

/// <summary>
/// Asks a provider again about somebody who is signed in: groups that they left take their roles with them, and a session that the provider doesn't
/// confirm any more ends. While it doesn't answer, or its keys can't be read, the session goes on.
/// </summary>
internal sealed partial class ProviderConfirmation(
    ConfiguredProviders providers,
    IOptionsMonitor<OpenIdOptions> schemes,
    SessionRenewals renewals,
    RefreshTokens tokens,
    UserInfo userInfo,
    ILogger<ProviderConfirmation> log
)
{
    public async Task Ask(DueRenewal due, CancellationToken stop)
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
    private async Task<IReadOnlyList<Claim>?> Stated(OpenIdOptions options, JsonElement answer, CancellationToken stop)
    {
        var access = RefreshGrant.Text(answer, "access_token") ?? "";
        return RefreshGrant.Text(answer, IdTokens.Name) is { } raw
            ? await userInfo.Stated(options, await options.Trust.Read(raw, stop), access, stop)
            : await UserInfo.Stated(options, access, stop);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Session {Session} could not be confirmed at {Provider}; it goes on, and is tried again"
    )]
    private partial void LogNoAnswer(long session, string provider, Exception failure);

    [LoggerMessage(LogLevel.Warning, "What {Provider} confirmed session {Session} with is not to be believed")]
    private partial void LogNotBelieved(long session, string provider, Exception failure);
}
