using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Leaving;

/// <summary>Roles in which a person is alone among those who have access; an elevation, for some hours, is none.</summary>
internal static class LoneRoles
{
    /// <summary>By team and role. Platform isn't among them: somebody who has it without an end is always left.</summary>
    public static async Task<IReadOnlyList<LoneRole>> Of(PortalDb db, PersonId person, CancellationToken stop) =>
        [
            .. (await Whole(db, person, stop))
                .Concat(await Limited(db, person, stop))
                .OrderBy(role => role.TeamTitle, StringComparer.Ordinal)
                .ThenBy(role => role.Role)
                .ThenBy(role => role.Only?.InWords, StringComparer.Ordinal),
        ];

    private static Task<List<LoneRole>> Whole(PortalDb db, PersonId person, CancellationToken stop) =>
        (
            from held in Lasting(db)
            join team in db.Set<Team>() on held.TeamId equals team.Id
            where held.PersonId == person && held.Role != Role.Platform
            where !Others(db, person).Any(other => other.TeamId == held.TeamId && other.Role == held.Role)
            select new LoneRole(team.Name, team.Title, held.Role, null)
        ).ToListAsync(stop);

    // Of a part of what a team owns, where nobody else has the whole role or one for that part.
    private static async Task<List<LoneRole>> Limited(PortalDb db, PersonId person, CancellationToken stop)
    {
        var mine = await (
            from held in db.Set<ScopedRole>()
            join team in db.Set<Team>() on held.TeamId equals team.Id
            join c in db.Set<Cluster>() on held.OnlyClusterId equals (ClusterId?)c.Id into clusters
            from cluster in clusters.DefaultIfEmpty()
            where held.PersonId == person
            where !Lasting(db).Any(own => own.PersonId == person && own.TeamId == held.TeamId && own.Role == held.Role)
            where !Others(db, person).Any(whole => whole.TeamId == held.TeamId && whole.Role == held.Role)
            select new
            {
                Role = held,
                Team = team,
                Cluster = cluster,
            }
        ).ToListAsync(stop);
        var others = mine.Count == 0 ? [] : await ScopedOthers(db, person).ToListAsync(stop);
        var alone = new List<LoneRole>();
        foreach (var held in mine.Where(m => !others.Exists(other => Covers(other, m.Role, m.Cluster?.Environment))))
        {
            var (role, team) = (held.Role, held.Team);
            var only = new WantedScope(role.OnlyEnvironment, role.OnlyKind, held.Cluster?.Name, role.OnlyName);
            // What is gone or another team's needs nobody.
            if (await only.Find(db, team, role.Role, stop) is Outcome<RoleScope>.Done)
            {
                alone.Add(new(team.Name, team.Title, role.Role, only));
            }
        }

        return alone;
    }

    // A resource stands in an environment, so a role for that counts for it too.
    private static bool Covers(ScopedRole other, ScopedRole held, string? environment) =>
        (other.TeamId, other.Role) == (held.TeamId, held.Role)
        && (
            held is { OnlyKind: { } kind, OnlyClusterId: { } cluster, OnlyName: { } name }
                ? other.Covers(new(environment ?? "", kind, cluster, name))
                : other.OnlyEnvironment == held.OnlyEnvironment
        );

    private static IQueryable<Membership> Lasting(PortalDb db) => db.Set<Membership>().Where(m => !m.IsElevation);

    private static IQueryable<Membership> Others(PortalDb db, PersonId person) =>
        from held in Lasting(db)
        join other in db.PeopleWithAccess() on held.PersonId equals other.Id
        where other.Id != person
        select held;

    private static IQueryable<ScopedRole> ScopedOthers(PortalDb db, PersonId person) =>
        from held in db.Set<ScopedRole>()
        join other in db.PeopleWithAccess() on held.PersonId equals other.Id
        where other.Id != person
        select held;
}
