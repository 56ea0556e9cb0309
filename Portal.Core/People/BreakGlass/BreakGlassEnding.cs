using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Ends break-glass access before its time, by whichever hand and way, so that what everybody sees and the audit log have it at once.</summary>
internal static class BreakGlassEnding
{
    /// <summary>With its role: given up, taken away, replaced, or its holder disabled. Nothing happens where the role is of none, or that is recorded.</summary>
    public static async Task With(PortalDb db, long grant, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var access = db.Set<BreakGlassAccess>().Where(a => a.GrantId == grant && a.EndedAt == null);
        if (await access.Select(a => (long?)a.Id).SingleOrDefaultAsync(stop) is not { } id)
        {
            return;
        }

        var found = (await BreakGlassFound.Of(db, id, stop))!;
        var words = $"the break-glass access of {found.Person.Handle} as {found.What}; it has to be reviewed.";
        var at = found.Access.EndsAt < now ? found.Access.EndsAt.Value : now;
        await found.End(db, by, at, stop);
        found.Record(db, now, by, "ended", $"{by.Name} ended {words}");
    }

    /// <summary>While nobody has confirmed it: no role comes of it.</summary>
    public static async Task Withdraw(
        PortalDb db,
        BreakGlassFound found,
        Actor by,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await found.End(db, by, now, stop);
        var words = $"the break-glass access of {found.Person.Handle} as {found.What}: nobody had confirmed it.";
        found.Record(db, now, by, "withdrawn", $"{by.Name} withdrew {words}");
    }

    /// <summary>What this person has opened and nobody has confirmed.</summary>
    public static async Task WithdrawOf(
        PortalDb db,
        PersonId person,
        Actor by,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var waiting = db.Set<BreakGlassAccess>()
            .Where(a => a.PersonId == person && a.EndedAt == null && a.ConfirmedAt == null && a.ConfirmBy > now);
        if (await waiting.Select(a => (long?)a.Id).SingleOrDefaultAsync(stop) is { } id)
        {
            await Withdraw(db, (await BreakGlassFound.Of(db, id, stop))!, by, now, stop);
        }
    }
}
