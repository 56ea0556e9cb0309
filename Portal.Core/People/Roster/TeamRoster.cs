using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>A team as lists show it.</summary>
/// <param name="People">Those who have a role in it and aren't disabled.</param>
/// <param name="Approvers">Those of them whose votes count now.</param>
/// <param name="Resources">That it owns, of all kinds.</param>
public sealed record TeamRow(
    TeamId Id,
    string Name,
    string Title,
    string Contact,
    string OnCall,
    int People,
    int Approvers,
    int Resources
);

/// <summary>How many resources of a kind a team owns in an environment.</summary>
public sealed record OwnedCount(ResourceKind Kind, string Environment, int Count);

/// <summary>A team whole.</summary>
/// <param name="People">By handle; those who are disabled too.</param>
/// <param name="Owned">By kind, and by environment in their order.</param>
/// <param name="OpenChanges">Of its resources.</param>
public sealed record TeamDetails(
    TeamRow Row,
    IReadOnlyList<PersonRow> People,
    IReadOnlyList<OwnedCount> Owned,
    int OpenChanges
);

/// <summary>Teams, with who is in them and what they own. There are as many as a company has: never paged.</summary>
public sealed class TeamRoster(IDbContextFactory<PortalDb> store, PeopleList people)
{
    /// <summary>By title.</summary>
    public async Task<IReadOnlyList<TeamRow>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Rows(db, db.Set<Team>()).ToListAsync(stop);
    }

    /// <summary>Null when there is none of that name.</summary>
    public async Task<TeamDetails?> Of(Caller who, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (await Rows(db, db.Set<Team>().Where(t => t.Name == name)).SingleOrDefaultAsync(stop) is not { } row)
        {
            return null;
        }

        var owned = await (
            from resource in db.Set<Resource>()
            where resource.OwnerTeamId == row.Id && resource.GoneAt == null
            join cluster in db.Set<Cluster>() on resource.ClusterId equals cluster.Id
            join environment in db.Set<ClusterEnvironment>() on cluster.Environment equals environment.Name
            group resource by new
            {
                resource.Kind,
                environment.Name,
                environment.Order,
            } into count
            orderby count.Key.Kind, count.Key.Order
            select new OwnedCount(count.Key.Kind, count.Key.Name, count.Count())
        ).ToListAsync(stop);
        var open = await db.Set<Change>()
            .CountAsync(
                c => !ChangeStates.Ended.Contains(c.State) && c.Resources.Any(r => r.OwnerTeamId == row.Id),
                stop
            );
        return new TeamDetails(row, await people.InTeam(who, name, stop), owned, open);
    }

    private static IQueryable<TeamRow> Rows(PortalDb db, IQueryable<Team> teams)
    {
        var held =
            from membership in db.Set<Membership>()
            join person in db.People() on membership.PersonId equals person.Id
            where person.DisabledAt == null
            select membership;
        var limited =
            from role in db.Set<ScopedRole>()
            join person in db.People() on role.PersonId equals person.Id
            where person.DisabledAt == null
            select role;
        var acting = db.Set<PersonWithAccess>();
        return teams
            .OrderBy(t => t.Title)
            .Select(t => new TeamRow(
                t.Id,
                t.Name,
                t.Title,
                t.Contact,
                t.OnCall,
                held.Where(m => m.TeamId == t.Id)
                    .Select(m => m.PersonId)
                    .Union(limited.Where(r => r.TeamId == t.Id).Select(r => r.PersonId))
                    .Count(),
                held.Count(m =>
                    m.TeamId == t.Id && m.Role == Role.Approver && acting.Any(a => a.PersonId == m.PersonId)
                ),
                db.Set<Resource>().Count(r => r.OwnerTeamId == t.Id && r.GoneAt == null)
            ));
    }
}
