using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>People, with what they are in which team. Paged by handle.</summary>
public sealed class PeopleList(IDbContextFactory<PortalDb> store)
{
    /// <param name="after">The handle that the page before ended with; null: from the first.</param>
    public async Task<IReadOnlyList<PersonRow>> Page(
        PeopleFilter filter,
        string? after,
        int take,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        // By the store's own order, which the pages follow.
        var people = Matching(
            db,
            after is null ? db.Set<Person>() : db.Set<Person>().FromSql($"select * from person where handle > {after}"),
            filter
        );
        return await Rows(db, people.OrderBy(p => p.Handle).Take(take), stop);
    }

    /// <summary>Those who have a role in the team, by handle.</summary>
    public async Task<IReadOnlyList<PersonRow>> InTeam(string team, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Rows(
            db,
            Matching(db, db.Set<Person>(), new PeopleFilter(Team: team)).OrderBy(p => p.Handle),
            stop
        );
    }

    internal static async Task<IReadOnlyList<PersonRow>> Rows(
        PortalDb db,
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
            f.SignedInAt,
            f.Person.DisabledAt,
            f.Person.DisabledBy,
            f.Person.DisabledReason
        ));
    }

    private static async Task<IReadOnlyList<(PersonId Of, RoleRow Row)>> Roles(
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
                    r.Given?.Reason
                )
            )
        );
    }

    private static IQueryable<Person> Matching(PortalDb db, IQueryable<Person> people, PeopleFilter filter)
    {
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var pattern = $"%{LikePattern.Escape(text)}%";
            people = people.Where(p =>
                EF.Functions.ILike(p.Name, pattern, LikePattern.EscapeCharacter)
                || EF.Functions.ILike(p.Handle, pattern, LikePattern.EscapeCharacter)
                || db.Set<ExternalIdentity>()
                    .Any(i => i.PersonId == p.Id && EF.Functions.ILike(i.Email, pattern, LikePattern.EscapeCharacter))
            );
        }

        if (filter.Disabled is { } disabled)
        {
            people = people.Where(p => (p.DisabledAt != null) == disabled);
        }

        if (filter is { Team: null, Role: null })
        {
            return people;
        }

        var (team, role) = (filter.Team, filter.Role);
        return people.Where(p =>
            db.Set<Membership>()
                .Any(m =>
                    m.PersonId == p.Id
                    && (role == null || m.Role == role)
                    && (team == null || db.Set<Team>().Any(t => t.Id == m.TeamId && t.Name == team))
                )
        );
    }
}
