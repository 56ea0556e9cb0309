using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>Break-glass access with whose it is and where, read under the lock of the rules.</summary>
internal sealed record BreakGlassFound(BreakGlassAccess Access, Person Person, Team Team)
{
    public string What => new TeamRole(Team.Name, Access.Role).InWords;

    public static async Task<BreakGlassFound?> Of(PortalDb db, long id, CancellationToken stop) =>
        await (
            from access in db.Set<BreakGlassAccess>()
            where access.Id == id
            join person in db.Set<Person>() on access.PersonId equals person.Id
            join team in db.Set<Team>() on access.TeamId equals team.Id
            select new BreakGlassFound(access, person, team)
        ).SingleOrDefaultAsync(stop);

    /// <summary>When it ended: by itself, because its role was given up or taken away, or its person was disabled; null: it hasn't.</summary>
    public async Task<DateTimeOffset?> EndedAt(PortalDb db, DateTimeOffset now, CancellationToken stop) =>
        Access.EndedAt
        ?? await db.Set<RoleGrant>()
            .Where(g => g.Id == Access.GrantId)
            .Select(g => g.EndedAt)
            .SingleOrDefaultAsync(stop)
        ?? Person.DisabledAt
        ?? (Access.EndsAt is { } end && end <= now ? end : null);

    /// <summary>Ends it, with its role where that is there still.</summary>
    /// <param name="at">Since when it is over.</param>
    public async Task End(PortalDb db, Actor by, DateTimeOffset at, CancellationToken stop)
    {
        if (
            await RoleHolding.Of(db, Person.Id, Team.Id, Access.Role, stop) is { ByRule: false } held
            && held.GrantId == Access.GrantId
        )
        {
            await RoleHolding.End(db, held, by, stop);
        }

        (Access.EndedAt, Access.EndedBy) = (at, by.Name);
        await Forget(db, stop);
    }

    /// <summary>Nothing waits for its end any more.</summary>
    public Task Forget(PortalDb db, CancellationToken stop) =>
        db.Set<Due>().Where(d => d.Kind == DueKind.BreakGlassEnds && d.SubjectId == Access.Id).ExecuteDeleteAsync(stop);

    public void Record(PortalDb db, DateTimeOffset at, Actor by, string act, string words) =>
        db.Add(PersonEvent.Of(at, by, $"break-glass.{act}", Person.Handle, words));
}
