using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Federation;

/// <summary>A role that somebody holds, as the audit log names it.</summary>
/// <param name="What">With the part of the team's resources that it is limited to.</param>
/// <param name="EndsAt">Null: it has no end of its own.</param>
internal sealed record HeldRole(string Handle, string What, DateTimeOffset? EndsAt, bool IsElevation)
{
    private string InWords => EndsAt is { } end ? $"{What} until {UtcTime.InWords(end)}" : What;

    /// <summary>Those in force, the whole ones first.</summary>
    /// <param name="only">This person's; null: everybody's.</param>
    public static async Task<List<HeldRole>> Of(PortalDb db, PersonId? only, CancellationToken stop)
    {
        var whole = await (
            from membership in db.Set<Membership>()
            where only == null || membership.PersonId == only
            join person in db.Set<Person>() on membership.PersonId equals person.Id
            join team in db.Set<Team>() on membership.TeamId equals team.Id
            orderby team.Name, membership.Role
            select new
            {
                person.Handle,
                Team = team.Name,
                membership.Role,
                membership.ExpiresAt,
                membership.IsElevation,
            }
        ).ToListAsync(stop);
        var limited = await (
            from role in db.Set<ScopedRole>()
            where only == null || role.PersonId == only
            join person in db.Set<Person>() on role.PersonId equals person.Id
            join team in db.Set<Team>() on role.TeamId equals team.Id
            join c in db.Set<Cluster>() on role.OnlyClusterId equals (ClusterId?)c.Id into clusters
            from cluster in clusters.DefaultIfEmpty()
            orderby team.Name, role.Role, role.OnlyEnvironment, role.OnlyName, role.Id
            select new
            {
                person.Handle,
                Team = team.Name,
                role.Role,
                role.OnlyEnvironment,
                role.OnlyKind,
                Cluster = cluster == null ? null : cluster.Name,
                role.OnlyName,
                role.ExpiresAt,
            }
        ).ToListAsync(stop);
        return
        [
            .. whole.Select(r => new HeldRole(
                r.Handle,
                new TeamRole(r.Team, r.Role).InWords,
                r.ExpiresAt,
                r.IsElevation
            )),
            .. limited.Select(r => new HeldRole(
                r.Handle,
                new TeamRole(r.Team, r.Role).Limited(
                    WantedScope.Of(r.OnlyEnvironment, r.OnlyKind, r.Cluster, r.OnlyName)
                ),
                r.ExpiresAt == RoleGrant.NoEnd ? null : r.ExpiresAt,
                IsElevation: false
            )),
        ];
    }

    /// <summary>Whose roles, or their ends, aren't what they were, by handle, with all that they hold now.</summary>
    public static IReadOnlyList<(string Handle, string Words)> Changes(
        IReadOnlyCollection<HeldRole> before,
        IReadOnlyCollection<HeldRole> after
    )
    {
        var changed = before.ToHashSet();
        changed.SymmetricExceptWith(after);
        var now = after.ToLookup(role => role.Handle, role => role.InWords, StringComparer.Ordinal);
        return
        [
            .. changed
                .Select(role => role.Handle)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(handle =>
                    (
                        handle,
                        now.Contains(handle)
                            ? $"Roles are now {string.Join("; ", now[handle])}."
                            : "Has no role any more."
                    )
                ),
        ];
    }
}
