using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Roles that rules give for one environment alone: kept as limited roles, beside those that people gave.</summary>
internal static class LimitedRules
{
    /// <summary>Makes them what the rules give. What somebody gave for the same stays, and the rule's is added when that has ended.</summary>
    /// <param name="only">This person's; null: everybody's.</param>
    public static async Task Apply(PortalDb db, IReadOnlySet<GivenRole> given, PersonId? only, CancellationToken stop)
    {
        var held = await db.Set<RoleGrant>()
            .Where(g => g.EndedAt == null && g.OnlyEnvironment != null && (only == null || g.PersonId == only))
            .ToListAsync(stop);
        if (given.Count == 0 && !held.Exists(grant => grant.ByRule))
        {
            return;
        }

        var now = await db.Database.SqlQuery<DateTimeOffset>($"select now() as \"Value\"").SingleAsync(stop);
        foreach (var over in held.Where(grant => grant.ByRule && !given.Contains(Of(grant))))
        {
            (over.EndedAt, over.EndedBy) = (now, Actor.Clock.Name);
        }

        // Others whose time is over are in nobody's way: they are ended when they are due.
        await Replace(db, held.FindAll(g => !g.ByRule && g.ExpiresAt <= now && given.Contains(Of(g))), now, stop);

        // What has ended stands in the way of a new row until it is written.
        await db.SaveChangesAsync(stop);
        var there = held.Where(grant => grant.EndedAt is null).Select(Of).ToHashSet();
        db.AddRange(
            given
                .Where(role => !there.Contains(role))
                .Select(role => new RoleGrant
                {
                    PersonId = role.PersonId,
                    TeamId = role.TeamId,
                    Role = role.Role,
                    Reason = "By a role rule.",
                    GivenBy = Actor.Clock.Name,
                    GivenAt = now,
                    ExpiresAt = RoleGrant.NoEnd,
                    OnlyEnvironment = role.Environment,
                    ByRule = true,
                })
        );
    }

    // Who ends them when they are due finds them ended, and records nothing.
    private static async Task Replace(PortalDb db, List<RoleGrant> over, DateTimeOffset now, CancellationToken stop)
    {
        if (over.Count == 0)
        {
            return;
        }

        foreach (var grant in over)
        {
            (grant.EndedAt, grant.EndedBy) = (grant.ExpiresAt, Actor.Clock.Name);
        }

        var ids = over.ConvertAll(grant => grant.Id);
        var ended = await (
            from grant in db.Set<RoleGrant>()
            where ids.Contains(grant.Id)
            join person in db.Set<Person>() on grant.PersonId equals person.Id
            join team in db.Set<Team>() on grant.TeamId equals team.Id
            orderby grant.Id
            select new { person.Handle, What = new TeamRole(team.Name, grant.Role, grant.OnlyEnvironment) }
        ).ToListAsync(stop);
        db.AddRange(
            ended.Select(e =>
                PersonEvent.Of(
                    now,
                    Actor.Clock,
                    "role.ended",
                    e.Handle,
                    $"The time was over for which {e.Handle} was {e.What.InWords}; a role rule gives the same."
                )
            )
        );
    }

    private static GivenRole Of(RoleGrant grant) =>
        new(grant.PersonId, grant.TeamId, grant.Role, grant.OnlyEnvironment);
}
