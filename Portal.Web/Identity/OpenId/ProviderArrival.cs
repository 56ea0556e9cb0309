using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Core.People;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.Federation;
using Portal.Core.Teams;

namespace Portal.Web.Identity.OpenId;

/// <summary>Somebody comes back from an identity provider with an answer that was checked: a session begins, or goes on.</summary>
internal sealed partial class ProviderArrival(
    IOptionsMonitor<OpenIdOptions> schemes,
    ConfiguredProviders providers,
    ProblemPages pages,
    FederationSetup setup,
    IdentityJoin join,
    Sessions sessions,
    ProviderSessions provided,
    ProviderTickets tickets,
    BootstrapClosing closing,
    ILogger<ProviderArrival> log
)
{
    // A longer one would fill the headers of every request; signing out works without it, with a question more.
    private const int LongestKeptToken = 3000;

    /// <summary>Lets in whom it is about, if they have a role here.</summary>
    public async Task Finish(string key, TicketReceivedContext ticket)
    {
        var http = ticket.HttpContext;
        await setup.Done.WaitAsync(http.RequestAborted);
        var answer = ProviderClaims.Read(providers.Find(key)!, ticket.Principal!);
        var joined = await join.Join(answer, http.RequestAborted);
        ticket.HandleResponse();
        if (joined is not Joined.Welcome)
        {
            var problem = joined is Joined.Disabled ? SignInProblem.Disabled : SignInProblem.NoRole;
            LogKeptOut(joined.Person.Handle, key, problem);
            await (await pages.Of(http, key, problem, ticket.ReturnUri)).ExecuteAsync(http);
            return;
        }

        // The provider's answer comes before anybody was recognised: whoever was signed in here before is signed out.
        var before = await http.AuthenticateAsync(SessionCookie.Scheme);
        http.User = before.Principal ?? http.User;
        var stay = tickets.Stay(
            key,
            joined.Person,
            ticket.Principal!,
            ticket.Properties!.GetTokenValue(RefreshTokens.Name)
        );
        // Where that session has ended meanwhile, this is a sign-in like any other.
        if (
            before.Succeeded
            && SignInAgain.Of(ticket.Properties!) is { } again
            && http.RequestServices.GetRequiredService<Me>().Caller.Session == again.Session
        )
        {
            await Prove(http, key, joined.Person, stay, again, ticket);
            return;
        }

        var session = await sessions.Begin(
            joined.Person,
            $"Signed in through {key}.",
            http.RequestAborted,
            SessionCookie.PlaceOf(http),
            stay
        );
        await SessionCookie.Begin(http, joined.Person, session, Kept(ticket.Properties!), Through(key));
        await closing.After(joined.Person, http.RequestAborted);
        http.Response.Redirect(ReturnAddress.Within(ticket.ReturnUri));
    }

    private async Task Prove(
        HttpContext http,
        string key,
        Person person,
        ProviderStay stay,
        SignInAgain again,
        TicketReceivedContext ticket
    )
    {
        var skew = schemes.Get(OpenIdOptions.SchemeOf(key)).ClockSkew;
        var problem =
            again.IsMet(ProviderTickets.ProvedAt(ticket.Principal!), skew) ? SignInProblem.OtherPerson
            : tickets.IsByAnotherClock(ticket.Principal!, skew) ? SignInProblem.ClocksDiffer
            : SignInProblem.NotProved;
        var session =
            problem == SignInProblem.OtherPerson
                ? await provided.Prove(again.Session, person, stay, http.RequestAborted)
                : null;
        if (session is null)
        {
            LogKeptOut(person.Handle, key, problem);
            await (await pages.Of(http, key, problem, ticket.ReturnUri)).ExecuteAsync(http);
            return;
        }

        await SessionCookie.Keep(http, person, session, Kept(ticket.Properties!), Through(key));
        http.Response.Redirect(ReturnAddress.Within(ticket.ReturnUri));
    }

    private static Claim Through(string key) => new(SessionCookie.ProviderClaim, key);

    private static AuthenticationProperties Kept(AuthenticationProperties ticket)
    {
        var kept = new AuthenticationProperties();
        if (ticket.GetTokenValue(IdTokens.Name) is { Length: <= LongestKeptToken } token)
        {
            kept.StoreTokens([new AuthenticationToken { Name = IdTokens.Name, Value = token }]);
        }

        return kept;
    }

    [LoggerMessage(LogLevel.Information, "{Person} came through {Provider} and was not let in: {Problem}")]
    private partial void LogKeptOut(string person, string provider, SignInProblem problem);
}
