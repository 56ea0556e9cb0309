using System.Globalization;
using System.Security.Claims;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Teams;

namespace Portal.Web.Identity.OpenId;

/// <summary>What a session keeps of a provider's answer.</summary>
internal sealed class ProviderTickets(SessionRenewals renewals, RefreshTokens tokens, TimeProvider time)
{
    // Longer ones fill the store for nothing: the session goes on without being asked again.
    private const int LongestRefreshToken = 16 * 1024;
    private const int LongestSession = 300;

    /// <param name="refreshToken">Null: it gave none.</param>
    public ProviderStay Stay(string key, Person person, ClaimsPrincipal stated, string? refreshToken)
    {
        var renewal = refreshToken is { Length: > 0 and <= LongestRefreshToken }
            ? tokens.Seal(refreshToken, key, person.Id)
            : null;
        return new ProviderStay(
            key,
            ProviderClaims.First(stated, "sid") is { Length: > 0 and <= LongestSession } session ? session : null,
            Earlier(ProvedAt(stated) ?? FreshSignIn.NotStated, time.GetUtcNow()),
            renewal,
            renewal is null ? null : renewals.Next
        );
    }

    /// <summary>When the provider states that the person proved who they are: earlier than now where it had a session open. Null: it doesn't state it.</summary>
    public static DateTimeOffset? ProvedAt(ClaimsPrincipal stated) => At(stated, "auth_time");

    /// <summary>Whether a token that was made just now states another time.</summary>
    public bool IsByAnotherClock(ClaimsPrincipal stated, TimeSpan skew) =>
        At(stated, "iat") is { } made && (time.GetUtcNow() - made).Duration() > skew;

    private static DateTimeOffset? At(ClaimsPrincipal stated, string claim) =>
        long.TryParse(
            ProviderClaims.First(stated, claim),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        )
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
