using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Break-glass access with whose it is and where, read under the lock of the rules.</summary>
/// <param name="Confirmer">A handle; null: nobody has confirmed it.</param>
internal sealed record BreakGlassFound(BreakGlassAccess Access, Person Person, Team Team, string? Confirmer)
{
    public string What => new TeamRole(Team.Name, Access.Role).InWords;

    public static async Task<BreakGlassFound?> Of(PortalDb db, long id, CancellationToken stop) =>
        await (
            from access in db.Set<BreakGlassAccess>()
            where access.Id == id
            join person in db.Set<Person>() on access.PersonId equals person.Id
            join team in db.Set<Team>() on access.TeamId equals team.Id
            join c in db.Set<Person>() on access.ConfirmedBy equals c.Id into seconds
            from second in seconds.DefaultIfEmpty()
            select new BreakGlassFound(access, person, team, second.Handle)
        ).SingleOrDefaultAsync(stop);

    /// <summary>When it ended: recorded with whatever ended it, or its time has come; null: it hasn't.</summary>
    public DateTimeOffset? EndedAt(DateTimeOffset now) =>
        Access.EndedAt ?? (Access.EndsAt is { } end && end <= now ? end : null);

    /// <summary>Notes that it is over, and notifies open pages. Not saved yet, nor recorded.</summary>
    /// <param name="at">Since when.</param>
    public async Task End(PortalDb db, Actor by, DateTimeOffset at, CancellationToken stop)
    {
        (Access.EndedAt, Access.EndedBy) = (at, by.Name);
        await db.Set<Due>()
            .Where(d => d.Kind == PeopleDues.BreakGlassEnds && d.SubjectId == Access.Id)
            .ExecuteDeleteAsync(stop);
        await PeopleNotice.Send(db, stop);
    }

    public void Record(PortalDb db, DateTimeOffset at, Actor by, string act, string words) =>
        db.Add(PersonEvent.Of(at, by, $"break-glass.{act}", Person.Handle, words));
}
