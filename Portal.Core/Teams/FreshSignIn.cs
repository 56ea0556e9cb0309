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
    /// <summary>A token lasts longer than a session, and needs no sign-in: who makes one proves who they are.</summary>
    public const string ForTokens = "Creating an API token";

    /// <summary>A role outlasts the session in which it was given.</summary>
    public const string ForRoles = "Giving roles";

    /// <summary>A rule gives roles to people who aren't there yet, and takes them from many at once.</summary>
    public const string ForRoleRules = "Changing role rules";

    /// <summary>All that was approved goes to wherever a cluster is registered.</summary>
    public const string ForClusters = "Changing registered clusters";

    /// <summary>For a session whose provider didn't state when the person proved who they are: it may have had a session open for long.</summary>
    public static readonly DateTimeOffset NotStated = DateTimeOffset.UnixEpoch;

    /// <param name="act">What needs it, as a sentence begins: “Deleting in production”.</param>
    /// <returns>Why the person has to sign in again first; null when they don't.</returns>
    public async Task<Refusal?> Missing(Caller who, string act, CancellationToken stop)
    {
        var needed = options.Value.FreshSignIn;
        if (
            needed == TimeSpan.Zero
            || who.Session is not { } session
            || await times.ProvedAt(session, stop) is not { } latest
        )
        {
            return null;
        }

        // An open page goes by the proof that its session had when the page last showed the key: one that somebody copied before has no later one.
        var proved = who.ProvedAt is { } shown && shown < latest ? shown : latest;
        var age = time.GetUtcNow() - proved;
        if (age <= needed)
        {
            return null;
        }

        var yours =
            proved == NotStated
                ? "your identity provider didn't state when you proved who you are"
                : $"yours is {Age.Rough(age)} old";
        return Refusal.SignInAgain(
            $"{act} needs a sign-in of the last {Age.InWords(needed)}; {yours}. Sign in again, then confirm once more: what you typed stays."
        );
    }
}
