using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>People, with what they are in which team. Paged by handle.</summary>
public sealed class PeopleList(IDbContextFactory<PortalDb> store)
{
    /// <param name="who">Sign-ins and addresses of others are for whoever manages people.</param>
    /// <param name="after">The handle that the page before ended with; null: from the first.</param>
    public async Task<IReadOnlyList<PersonRow>> Page(
        Caller who,
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
            filter,
            PersonAccess.May(who).Granted
        );
        return await PersonRows.Of(db, who, people.OrderBy(p => p.Handle).Take(take), stop);
    }

    /// <summary>Those who have a role in the team, by handle.</summary>
    public async Task<IReadOnlyList<PersonRow>> InTeam(Caller who, string team, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await PersonRows.Of(
            db,
            who,
            Matching(db, db.Set<Person>(), new PeopleFilter(Team: team), byAddress: false).OrderBy(p => p.Handle),
            stop
        );
    }

    private static IQueryable<Person> Matching(
        PortalDb db,
        IQueryable<Person> people,
        PeopleFilter filter,
        bool byAddress
    )
    {
        people = people.Where(p => p.OwnerTeamId == null);
        if (filter.Text?.Trim() is { Length: > 0 } text)
        {
            var pattern = $"%{LikePattern.Escape(text)}%";
            people = people.Where(p =>
                EF.Functions.ILike(p.Name, pattern, LikePattern.EscapeCharacter)
                || EF.Functions.ILike(p.Handle, pattern, LikePattern.EscapeCharacter)
                || byAddress
                    && db.Set<ExternalIdentity>()
                        .Any(i =>
                            i.PersonId == p.Id && EF.Functions.ILike(i.Email, pattern, LikePattern.EscapeCharacter)
                        )
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
            || db.Set<ScopedRole>()
                .Any(r =>
                    r.PersonId == p.Id
                    && (role == null || r.Role == role)
                    && (team == null || db.Set<Team>().Any(t => t.Id == r.TeamId && t.Name == team))
                )
        );
    }
}
