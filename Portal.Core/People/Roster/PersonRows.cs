using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>People as rows, as far as who looks may see them.</summary>
internal static class PersonRows
{
    public static async Task<IReadOnlyList<PersonRow>> Of(
        PortalDb db,
        Caller who,
        IQueryable<Person> people,
        CancellationToken stop
    )
    {
        var found = await people
            .Select(p => new
            {
                Person = p,
                SignedInAt = db.Set<BrowserSession>()
                    .Where(s => s.PersonId == p.Id)
                    .Max(s => (DateTimeOffset?)s.StartedAt),
            })
            .AsNoTracking()
            .ToListAsync(stop);
        PersonId[] ids = [.. found.Select(f => f.Person.Id)];
        var roles = (await Roles(db, ids, stop)).ToLookup(role => role.Of, role => role.Row);
        return found.ConvertAll(f => new PersonRow(
            f.Person.Id,
            f.Person.Handle,
            f.Person.Name,
            f.Person.About,
            [.. roles[f.Person.Id]],
            Sees(who, f.Person.Handle) ? f.SignedInAt : null,
            f.Person.DisabledAt,
            Sees(who, f.Person.Handle) ? f.Person.DisabledBy : null,
            Sees(who, f.Person.Handle) ? f.Person.DisabledReason : null
        ));
    }

    /// <summary>How and when somebody signs in is theirs to know, and that of whoever manages people.</summary>
    public static bool Sees(Caller who, string handle) => handle == who.Actor.Name || PersonAccess.May(who).Granted;

    internal static async Task<IReadOnlyList<(PersonId Of, RoleRow Row)>> Roles(
        PortalDb db,
        PersonId[] people,
        CancellationToken stop
    )
    {
        var rows = await (
            from held in db.Set<Membership>()
            where people.Contains(held.PersonId)
            join team in db.Set<Team>() on held.TeamId equals team.Id
            join g in db.Set<RoleGrant>() on held.GrantId equals g.Id into grants
            from given in grants.DefaultIfEmpty()
            orderby team.Title, held.Role
            select new
            {
                Held = held,
                Team = team,
                Given = given,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return rows.ConvertAll(r =>
            (
                r.Held.PersonId,
                new RoleRow(
                    r.Team.Name,
                    r.Team.Title,
                    r.Held.Role,
                    r.Held.ByRule,
                    r.Held.ExpiresAt,
                    r.Given?.GivenBy,
                    r.Given?.GivenAt,
                    r.Given?.Reason,
                    r.Held.IsElevation
                )
            )
        );
    }
}
