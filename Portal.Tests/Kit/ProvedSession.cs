using Portal.Core;
using Portal.Core.People;
using Portal.Core.Store;

namespace Portal.Tests.Kit;

/// <summary>A session whose person proved some time ago who they are.</summary>
internal static class ProvedSession
{
    private static int _sessions;

    /// <param name="minutes">How long ago; null: no provider began it.</param>
    /// <returns>Its number.</returns>
    public static async Task<long> Of(PortalDb db, PersonId person, int? minutes)
    {
        var now = TimeProvider.System.GetUtcNow();
        var session = new BrowserSession
        {
            KeyHash = SessionKey.HashOf($"session {Interlocked.Increment(ref _sessions)}"),
            PersonId = person,
            SignIn = SignInMode.OpenIdConnect,
            StartedAt = now,
            ExpiresAt = now.AddHours(12),
            ProvedAt = minutes is { } age ? now.AddMinutes(-age) : null,
        };
        db.Add(session);
        await db.SaveChangesAsync();
        return session.Id;
    }
}
