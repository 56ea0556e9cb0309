using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
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
        var limited = await Limited(db, people, stop);
        return
        [
            .. rows.ConvertAll(r => (r.Held.PersonId, Whole(r.Held, r.Team, r.Given)))
                .Concat(limited)
                .OrderBy(r => r.Item2.TeamTitle, StringComparer.Ordinal)
                .ThenBy(r => r.Item2.Role),
        ];
    }

    private static RoleRow Whole(Membership held, Team team, RoleGrant? given) =>
        new(
            team.Name,
            team.Title,
            held.Role,
            held.ByRule,
            held.ExpiresAt,
            given?.GivenBy,
            given?.GivenAt,
            given?.Reason,
            held.IsElevation
        );

    // Those that count for a part of what the team owns.
    private static async Task<List<(PersonId, RoleRow)>> Limited(PortalDb db, PersonId[] people, CancellationToken stop)
    {
        var rows = await (
            from role in db.Set<ScopedRole>()
            where people.Contains(role.PersonId)
            join team in db.Set<Team>() on role.TeamId equals team.Id
            join given in db.Set<RoleGrant>() on role.Id equals given.Id
            join c in db.Set<Cluster>() on role.OnlyClusterId equals c.Id into clusters
            from cluster in clusters.DefaultIfEmpty()
            select new
            {
                Team = team,
                Given = given,
                Cluster = cluster == null ? null : cluster.Name,
            }
        )
            .AsNoTracking()
            .ToListAsync(stop);
        return rows.ConvertAll(r =>
            (
                r.Given.PersonId,
                new RoleRow(
                    r.Team.Name,
                    r.Team.Title,
                    r.Given.Role,
                    r.Given.ByRule,
                    r.Given.ByRule ? null : r.Given.ExpiresAt,
                    r.Given.ByRule ? null : r.Given.GivenBy,
                    r.Given.ByRule ? null : r.Given.GivenAt,
                    r.Given.ByRule ? null : r.Given.Reason,
                    false,
                    new WantedScope(r.Given.OnlyEnvironment, r.Given.OnlyKind, r.Cluster, r.Given.OnlyName)
                )
            )
        );
    }
}
