using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>
/// What has to hold when roles and access change, read under the lock of the rules: a caller was read a moment ago, and two who act on each other at once
/// would both be allowed.
/// </summary>
internal static class Stewardship
{
    public static readonly Refusal Gone = Refusal.Denied("You were disabled meanwhile, or have no access any more.");

    public static readonly Refusal NobodyLeft = Refusal.Conflict(
        "Nobody would be left who is a platform engineer without an end, and could undo it. Make somebody that by a role rule first."
    );

    /// <summary>The caller as they are now; null when they were disabled, or have no access any more.</summary>
    public static async Task<Caller?> Now(PortalDb db, KnownCaller who, CancellationToken stop)
    {
        if (!await db.Set<PersonWithAccess>().AnyAsync(p => p.PersonId == who.Id, stop))
        {
            return null;
        }

        var byToken = who.Caller.Actor.Via == ActorVia.Token;
        // By the time of this moment: the view of what is in force goes by when the transaction began, before it waited for the lock.
        var held = await db.Set<Membership>()
            .FromSql(
                $"select * from membership where person_id = {who.Id.Value} and (expires_at is null or expires_at > clock_timestamp())"
            )
            .AsNoTracking()
            .Where(m => !m.IsElevation || !byToken)
            .ToListAsync(stop);
        // Nothing that is decided under the lock goes by a role that counts for a part alone.
        return who.Caller with { Memberships = held, Scoped = [] };
    }

    /// <summary>Somebody who has access is a platform engineer without an end.</summary>
    public static Task<bool> IsLeft(PortalDb db, CancellationToken stop) =>
        db.Set<Membership>()
            .AnyAsync(
                m =>
                    m.Role == Role.Platform
                    && m.ExpiresAt == null
                    && db.Set<PersonWithAccess>().Any(p => p.PersonId == m.PersonId),
                stop
            );
}
