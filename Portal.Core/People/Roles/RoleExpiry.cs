using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roles;

/// <summary>Cleans up after a role whose time is over, and records it. That it doesn't count any more waits for nobody.</summary>
public sealed class RoleExpiry(TimeProvider time)
{
    /// <summary>Within the transaction of whoever calls. Nothing happens where it ended before.</summary>
    public async Task End(PortalDb db, long grant, CancellationToken stop)
    {
        await db.LockRules(stop);
        var found = await (
            from given in db.Set<RoleGrant>()
            where given.Id == grant && given.EndedAt == null
            join person in db.Set<Person>() on given.PersonId equals person.Id
            join team in db.Set<Team>() on given.TeamId equals team.Id
            join cluster in db.Set<Cluster>() on given.OnlyClusterId equals cluster.Id into clusters
            from cluster in clusters.DefaultIfEmpty()
            select new
            {
                Given = given,
                Person = person.Handle,
                Team = team.Name,
                Cluster = cluster == null ? null : cluster.Name,
            }
        ).SingleOrDefaultAsync(stop);
        if (found is not { Given: var ended })
        {
            return;
        }

        // What is limited is no membership: it went with its time.
        var held = ended.Scope is null
            ? await RoleHolding.Of(db, ended.PersonId, ended.TeamId, ended.Role, stop)
            : null;
        if (held is { ByRule: false } && held.GrantId == grant)
        {
            await RoleHolding.Delete(db, held, stop);
        }

        ended.EndedAt = ended.ExpiresAt;
        ended.EndedBy = Actor.Clock.Name;
        var only = WantedScope.Of(ended.OnlyEnvironment, ended.OnlyKind, found.Cluster, ended.OnlyName);
        var what = new TeamRole(found.Team, ended.Role).Limited(only);
        db.Add(
            PersonEvent.Of(
                time.GetUtcNow(),
                Actor.Clock,
                "role.ended",
                found.Person,
                held is { ByRule: true }
                    ? $"The time was over for which {found.Person} was {what}; a role rule gives the same."
                    : $"{found.Person} is no longer {what}: its time was over."
            )
        );
        await db.SaveChangesAsync(stop);
    }
}
