using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Portal.Core.Wording;

namespace Portal.Core.Teams;

/// <summary>How recently somebody must have proved who they are.</summary>
public sealed class FreshSignInOptions
{
    /// <summary>Before a dangerous act, at the identity provider; zero where the provider can't confirm a new sign-in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "12:00:00")]
    public TimeSpan FreshSignIn { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Knows when the person of a session last proved who they are.</summary>
public interface ISignInTimes
{
    /// <returns>Null when no identity provider began the session: there is none to ask again.</returns>
    Task<DateTimeOffset?> ProvedAt(long session, CancellationToken stop);
}

/// <summary>
/// Dangerous acts need a sign-in of the last minutes: an open page that somebody left, or a session that somebody copied, isn't enough. Whoever acts by
/// token has its scopes and its end instead.
/// </summary>
public sealed class FreshSignIn(ISignInTimes times, IOptions<FreshSignInOptions> options, TimeProvider time)
{
    /// <param name="act">What needs it, as a sentence begins: “Deleting in production”.</param>
    /// <returns>Why the person has to sign in again first; null when they don't.</returns>
    public async Task<Refusal?> Missing(Caller who, string act, CancellationToken stop)
    {
        var needed = options.Value.FreshSignIn;
        if (
            needed == TimeSpan.Zero
            || who.Session is not { } session
            || await times.ProvedAt(session, stop) is not { } proved
        )
        {
            return null;
        }

        var age = time.GetUtcNow() - proved;
        return age <= needed
            ? null
            : Refusal.SignInAgain(
                $"{act} needs a sign-in of the last {Age.InWords(needed)}; yours is {Age.Rough(age)} old. Sign in again, then confirm once more: what you typed stays."
            );
    }
}
