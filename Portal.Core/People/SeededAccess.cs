using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>
/// The seeded people, who can only be chosen at the embedded sign-in. Where another method took its place they are disabled, so that nobody counts on them
/// as approvers; they are enabled again where the embedded one is back.
/// </summary>
internal static class SeededAccess
{
    private const string Why = "Seeded people can only sign in by the embedded sign-in.";

    /// <summary>In a transaction that the caller has begun and commits.</summary>
    public static async Task Follow(PortalDb db, SignInMode mode, DateTimeOffset now, CancellationToken stop)
    {
        var seeded = db.Set<Person>().Where(p => p.IsSeeded).OrderBy(p => p.Id);
        var isBack = mode == SignInMode.Embedded;
        var following = isBack
            ? seeded.Where(p => p.DisabledBy == Actor.Clock.Name && p.DisabledReason == Why)
            : seeded.Where(p => p.DisabledAt == null && !db.Set<ExternalIdentity>().Any(i => i.PersonId == p.Id));
        // Before the lock: everybody whose roles change waits for that, and at most starts there is nobody.
        if (!await following.AnyAsync(stop) || (!isBack && !await WasEmbedded(db, stop)))
        {
            return;
        }

        await db.LockRules(stop);
        foreach (var person in await following.ToListAsync(stop))
        {
            if (isBack)
            {
                (person.DisabledAt, person.DisabledBy, person.DisabledReason) = (null, null, null);
                Note("person.enabled", person, $"Enabled {person.Handle} again: the embedded sign-in is back.");
            }
            else
            {
                (person.DisabledAt, person.DisabledBy, person.DisabledReason) = (now, Actor.Clock.Name, Why);
                var ended = await ShutOut.Do(db, person, now, stop);
                await ElevationEnding.Of(db, person, Actor.Clock, now, stop);
                Note("person.disabled", person, $"Disabled {person.Handle}: {Why} {ended}.");
            }
        }

        await db.SaveChangesAsync(stop);

        void Note(string kind, Person person, string words) =>
            db.Add(PersonEvent.Of(now, Actor.Clock, kind, person.Handle, words));
    }

    // Somebody was signed in by it, or got a token.
    private static async Task<bool> WasEmbedded(PortalDb db, CancellationToken stop) =>
        await db.Set<BrowserSession>().AnyAsync(s => s.SignIn == SignInMode.Embedded, stop)
        || await db.Set<ApiToken>().AnyAsync(t => t.SignIn == SignInMode.Embedded, stop);
}
