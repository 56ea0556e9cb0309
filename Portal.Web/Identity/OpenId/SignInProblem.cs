using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;

namespace Portal.Web.Identity.OpenId;

/// <summary>Why somebody could not sign in at a provider.</summary>
internal enum SignInProblem
{
    /// <summary>It doesn't answer, or answers that it can't.</summary>
    Unreachable,

    /// <summary>It didn't answer in time.</summary>
    Slow,

    OtherIssuer,
    TokenInvalid,
    TokenExpired,

    /// <summary>The answer doesn't belong to a sign-in that this browser began here, or began too long ago.</summary>
    NotBegunHere,

    /// <summary>The person, or the provider, said no.</summary>
    RefusedThere,

    /// <summary>Somebody was to prove once more who they are, and the provider took its own open session for a proof, or doesn't say.</summary>
    NotProved,

    /// <summary>Somebody proved once more who they are, and the provider states so by a clock that is too far from this one.</summary>
    ClocksDiffer,

    /// <summary>Somebody was to prove once more who they are, and is another person there.</summary>
    OtherPerson,

    /// <summary>The provider says that it left a person's groups out: they are in more than fit into its token.</summary>
    GroupsLeftOut,

    NoRole,
    Disabled,
}

/// <summary>Something in the provider's answer keeps the person out.</summary>
internal sealed class SignInRefusedException(SignInProblem problem, string message, Exception? inner = null)
    : AuthenticationFailureException(message, inner)
{
    public SignInProblem Problem => problem;
}

internal static class SignInProblems
{
    /// <summary>What a failure of the framework or the library means. What isn't known counts as an invalid token.</summary>
    public static SignInProblem Of(Exception? failure)
    {
        var causes = new List<Exception>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            causes.Add(cause);
        }

        return causes.OfType<SignInRefusedException>().FirstOrDefault() is { } refused ? refused.Problem
            : causes.Exists(c => c is SecurityTokenExpiredException or SecurityTokenNotYetValidException)
                ? SignInProblem.TokenExpired
            : causes.Exists(c => c is SecurityTokenInvalidIssuerException) ? SignInProblem.OtherIssuer
            : causes.Exists(c => c is TimeoutException or TaskCanceledException) ? SignInProblem.Slow
            : causes.Exists(c => c is HttpRequestException or SocketException or JsonException or IOException)
                ? SignInProblem.Unreachable
            : SignInProblem.TokenInvalid;
    }

    public static int Status(this SignInProblem problem) =>
        problem switch
        {
            SignInProblem.Unreachable => StatusCodes.Status502BadGateway,
            SignInProblem.Slow => StatusCodes.Status504GatewayTimeout,
            SignInProblem.NotBegunHere => StatusCodes.Status400BadRequest,
            SignInProblem.NoRole
            or SignInProblem.Disabled
            or SignInProblem.RefusedThere
            or SignInProblem.NotProved
            or SignInProblem.ClocksDiffer
            or SignInProblem.OtherPerson
            or SignInProblem.GroupsLeftOut => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status401Unauthorized,
        };

    /// <summary>What happened, for the person.</summary>
    public static (string Title, string Words) InWords(this SignInProblem problem, string provider) =>
        problem switch
        {
            SignInProblem.Unreachable => (
                $"{provider} can't be reached",
                "It doesn't answer, or reports an error. You are not signed in. Try again in a minute."
            ),
            SignInProblem.Slow => (
                $"{provider} is too slow",
                "It didn't answer in time. You are not signed in. Try again in a minute."
            ),
            SignInProblem.OtherIssuer => (
                "Another issuer answered",
                $"What came back wasn't issued by {provider} as it is configured here, so you are not signed in. An administrator of the portal has to check its setting Authority."
            ),
            SignInProblem.TokenExpired => (
                "The sign-in has expired",
                $"{provider} sent a token that isn't valid at this time. Sign in again; if it happens again, the clock of {provider} or of this portal is wrong."
            ),
            SignInProblem.NotBegunHere => (
                "This sign-in can't be continued",
                "It wasn't begun in this browser, was begun too long ago, or was used already. Sign in again."
            ),
            SignInProblem.RefusedThere => (
                $"{provider} refused the sign-in",
                "Sign in again, or with another account."
            ),
            SignInProblem.NotProved => (
                "The sign-in wasn't confirmed",
                $"{provider} didn't confirm that you have just signed in. You are signed in as before. If it never does, an administrator of the portal can set Portal:Identity:FreshSignIn to 0."
            ),
            SignInProblem.ClocksDiffer => (
                "The clocks differ",
                $"The clock of {provider} and the clock of this portal differ so much that the portal can't confirm that you have just signed in. You are signed in as before. An administrator has to synchronize the clocks."
            ),
            SignInProblem.OtherPerson => (
                "Somebody else signed in",
                $"You are signed in at {provider} as another person than in this portal, where nothing has changed. Sign out there, then sign in again."
            ),
            SignInProblem.GroupsLeftOut => (
                "Your groups are missing",
                $"You are in more groups than {provider} sends, so it left them out. You are not signed in, and your roles here stay as they were. An administrator of {provider} can have it send only the groups that are assigned to this portal."
            ),
            SignInProblem.NoRole => (
                "Your account has no role here",
                $"You are signed in at {provider}, but none of your groups there has a role in this portal. A platform engineer can add a rule for one of them; then sign in again."
            ),
            SignInProblem.Disabled => ("Your access has ended", "Your account was disabled in this portal."),
            _ => (
                "The sign-in isn't valid",
                $"What {provider} sent could not be verified, so you are not signed in. The log of the portal has the reason."
            ),
        };
}
