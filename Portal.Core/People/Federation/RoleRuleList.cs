using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A rule as it can be shown.</summary>
/// <param name="IsInForce">Its provider is configured.</param>
/// <param name="Environment">The one that the role counts for alone, by name; null: for all that the team owns.</param>
/// <param name="People">How many have the claim, as of their last sign-in.</param>
public sealed record RuleRow(
    int Id,
    string Provider,
    string Claim,
    string Value,
    string Team,
    string TeamTitle,
    Role Role,
    bool FromSettings,
    bool IsInForce,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    int People,
    string? Environment
);

/// <summary>Somebody who signed in at a provider, with what it said then and what that makes them.</summary>
public sealed record FederatedPerson(
    string Handle,
    string Name,
    string Email,
    string Provider,
    DateTimeOffset SignedInAt,
    IReadOnlyList<ClaimValue> Claims,
    IReadOnlyList<TeamRole> Roles
);

/// <summary>Rules, and the people they are about.</summary>
public sealed class RoleRuleList(IDbContextFactory<PortalDb> store, ConfiguredProviders providers)
{
    /// <summary>People beyond these aren't listed: those who signed in last come first.</summary>
    public const int MostPeople = 500;

    /// <summary>All of them, by provider, claim and value.</summary>
    public async Task<IReadOnlyList<RuleRow>> Rules(CancellationToken stop)
    {
        var keys = providers.Keys;
        await using var db = await store.CreateDbContextAsync(stop);
        return await (
            from rule in db.Set<RoleRule>()
            join team in db.Set<Team>() on rule.TeamId equals team.Id
            orderby rule.Provider, rule.Claim, rule.Value, team.Name, rule.Role
            select new RuleRow(
                rule.Id,
                rule.Provider,
                rule.Claim,
                rule.Value,
                team.Name,
                team.Title,
                rule.Role,
                rule.FromSettings,
                keys.Contains(rule.Provider),
                rule.CreatedBy,
                rule.CreatedAt,
                (
                    from identity in db.Set<ExternalIdentity>()
                    join claim in db.Set<IdentityClaim>() on identity.Id equals claim.IdentityId
                    where identity.Provider == rule.Provider && claim.Claim == rule.Claim && claim.Value == rule.Value
                    select identity.Id
                ).Count(),
                rule.OnlyEnvironment
            )
        ).ToListAsync(stop);
    }

    /// <summary>Those who signed in last, at most <see cref="MostPeople"/>.</summary>
    public async Task<IReadOnlyList<FederatedPerson>> People(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var people = await (
            from identity in db.Set<ExternalIdentity>()
            join person in db.Set<Person>() on identity.PersonId equals person.Id
            orderby identity.SignedInAt descending, identity.Id
            select new { Identity = identity, Person = person }
        )
            .AsNoTracking()
            .Take(MostPeople)
            .ToListAsync(stop);
        var identities = people.ConvertAll(p => p.Identity.Id);
        var claims = (
            await db.Set<IdentityClaim>().AsNoTracking().Where(c => identities.Contains(c.IdentityId)).ToListAsync(stop)
        ).ToLookup(c => c.IdentityId, c => new ClaimValue(c.Claim, c.Value));
        var roles = (await Held(db, stop)).ToLookup(held => held.PersonId, held => held.What);
        return people.ConvertAll(p => new FederatedPerson(
            p.Person.Handle,
            p.Person.Name,
            p.Identity.Email,
            p.Identity.Provider,
            p.Identity.SignedInAt,
            [.. claims[p.Identity.Id].OrderBy(c => c.Value, StringComparer.Ordinal)],
            [.. roles[p.Person.Id]]
        ));
    }

    /// <summary>What everybody holds who signs in at a provider.</summary>
    internal static async Task<IReadOnlyList<HeldTeamRole>> Held(PortalDb db, CancellationToken stop)
    {
        var rows = await (
            from identity in db.Set<ExternalIdentity>()
            join person in db.Set<Person>() on identity.PersonId equals person.Id
            join membership in db.Set<Membership>() on person.Id equals membership.PersonId
            join team in db.Set<Team>() on membership.TeamId equals team.Id
            orderby team.Name, membership.Role
            select new
            {
                person.Id,
                person.Handle,
                person.Name,
                Team = team.Name,
                membership.Role,
            }
        ).ToListAsync(stop);
        var limited = await (
            from identity in db.Set<ExternalIdentity>()
            join person in db.Set<Person>() on identity.PersonId equals person.Id
            join role in db.Set<ScopedRole>() on person.Id equals role.PersonId
            join team in db.Set<Team>() on role.TeamId equals team.Id
            where role.OnlyEnvironment != null
            orderby team.Name, role.Role, role.OnlyEnvironment
            select new HeldTeamRole(
                person.Id,
                person.Handle,
                person.Name,
                new TeamRole(team.Name, role.Role, role.OnlyEnvironment)
            )
        ).ToListAsync(stop);
        return
        [
            .. rows.Select(row => new HeldTeamRole(row.Id, row.Handle, row.Name, new TeamRole(row.Team, row.Role))),
            .. limited,
        ];
    }
}
