using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Records that break-glass access is over: its time has come, or nobody confirmed it. That it doesn't count any more waits for nobody.</summary>
public sealed class BreakGlassExpiry(TimeProvider time)
{
    /// <summary>Within the transaction of whoever calls. Nothing happens where that is recorded, or it goes on.</summary>
    public async Task End(PortalDb db, long id, CancellationToken stop)
    {
        await db.LockRules(stop);
        if (await BreakGlassFound.Of(db, id, stop) is { } found)
        {
            await End(db, found, time.GetUtcNow(), stop);
        }
    }

    /// <summary>Records that the last one of this person is over, where it is.</summary>
    /// <returns>The number of one that isn't; null when there is none.</returns>
    internal static async Task<long?> EndFormer(
        PortalDb db,
        PersonId person,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var open = await db.Set<BreakGlassAccess>()
            .Where(a => a.PersonId == person && a.EndedAt == null)
            .Select(a => a.Id)
            .ToListAsync(stop);
        return open is [var id] && !await End(db, (await BreakGlassFound.Of(db, id, stop))!, now, stop) ? id : null;
    }

    /// <summary>Records that it is over, where it is; saved.</summary>
    /// <returns>Whether it is.</returns>
    internal static async Task<bool> End(PortalDb db, BreakGlassFound found, DateTimeOffset now, CancellationToken stop)
    {
        var (access, what) = (found.Access, $"{found.Person.Handle} is {found.What}");
        if (access.EndedAt is not null)
        {
            return true;
        }

        if (access.ConfirmedAt is null && access.ConfirmBy <= now)
        {
            await found.End(db, Actor.Clock, access.ConfirmBy, stop);
            found.Record(db, now, Actor.Clock, "lapsed", $"Nobody confirmed that {what} in time.");
        }
        else if (access.ConfirmedAt is not null && found.EndedAt(now) is { } end)
        {
            await found.End(db, Actor.Clock, end, stop);
            var words = $"The time was over for which {what} by break-glass access; it has to be reviewed.";
            found.Record(db, now, Actor.Clock, "ended", words);
        }
        else
        {
            return false;
        }

        await db.SaveChangesAsync(stop);
        return true;
    }
}
