using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>What somebody is in a team.</summary>
public sealed record HeldRole(Person Person, Team Team, Role Role);

/// <summary>Everybody who may sign in, and what they are in which team.</summary>
public sealed class PeopleDirectory(IDbContextFactory<PortalDb> store)
{
    /// <summary>By handle.</summary>
    public async Task<IReadOnlyList<Person>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Active(db).OrderBy(person => person.Handle).ToListAsync(stop);
    }

    /// <summary>Those that came with the seed, in its order.</summary>
    public async Task<IReadOnlyList<Person>> Seeded(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Active(db).Where(person => person.IsSeeded).OrderBy(person => person.Id).ToListAsync(stop);
    }

    /// <summary>By handle, team and role.</summary>
    public async Task<IReadOnlyList<HeldRole>> Roles(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from membership in db.Set<Membership>().AsNoTracking()
            join team in db.Set<Team>() on membership.TeamId equals team.Id
            join person in Active(db) on membership.PersonId equals person.Id
            orderby person.Handle, team.Name, membership.Role
            select new HeldRole(person, team, membership.Role)
        ).ToListAsync(stop);
    }

    private static IQueryable<Person> Active(PortalDb db) =>
        db.People().AsNoTracking().Where(person => person.DisabledAt == null);
}
