using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A role that a rule gives to a person.</summary>
/// <param name="Environment">The one that it counts for alone; null: for all that the team owns.</param>
internal readonly record struct GivenRole(PersonId PersonId, TeamId TeamId, Role Role, string? Environment = null);

/// <summary>What rules give, and how memberships follow them.</summary>
internal static class RuleMatches
{
    private const long AdvisoryLock = 0x726f6c657300; // "roles"

    /// <summary>
    /// One change of rules or of what they match at a time, until the transaction ends: else a sign-in that read the rules
    /// before one was removed could write its role after it.
    /// </summary>
    public static Task LockRules(this PortalDb db, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({AdvisoryLock})", stop);

    /// <summary>What the stored rules give now. What was said by an issuer, or in a claim, that isn't configured gives nothing.</summary>
    /// <param name="only">To this person; null: to everybody.</param>
    public static async Task<HashSet<GivenRole>> Given(
        PortalDb db,
        ConfiguredProviders providers,
        PersonId? only,
        CancellationToken stop
    )
    {
        var identities = db.Set<ExternalIdentity>().AsQueryable();
        if (only is { } person)
        {
            identities = identities.Where(i => i.PersonId == person);
        }

        var rows = await (
            from identity in identities
            join claim in db.Set<IdentityClaim>() on identity.Id equals claim.IdentityId
            join rule in db.Set<RoleRule>()
                on new
                {
                    identity.Provider,
                    claim.Claim,
                    claim.Value,
                } equals new
                {
                    rule.Provider,
                    rule.Claim,
                    rule.Value,
                }
            select new
            {
                identity.Provider,
                identity.Issuer,
                claim.Claim,
                identity.PersonId,
                rule.TeamId,
                rule.Role,
                rule.OnlyEnvironment,
            }
        ).ToListAsync(stop);
        return
        [
            .. rows.Where(row => providers.Believe(row.Provider, row.Issuer, row.Claim))
                .Select(row => new GivenRole(row.PersonId, row.TeamId, row.Role, row.OnlyEnvironment)),
        ];
    }

    /// <summary>Makes memberships what the stored rules give. Those that no rule gave stay as they are.</summary>
    /// <param name="only">This person's; null: everybody's.</param>
    public static async Task Apply(PortalDb db, ConfiguredProviders providers, PersonId? only, CancellationToken stop)
    {
        var given = await Given(db, providers, only, stop);
        var memberships = db.Set<Membership>().AsQueryable();
        if (only is { } person)
        {
            memberships = memberships.Where(m => m.PersonId == person);
        }

        // What has ended stands in the way of a new row.
        await db.Database.ExecuteSqlAsync($"delete from membership where expires_at <= now()", stop);
        var held = await memberships.AsNoTracking().ToListAsync(stop);
        foreach (var both in held.Where(m => m is { ByRule: false, GrantId: not null } && given.Contains(Of(m))))
        {
            await RoleHolding.LeaveToRule(db, both, stop);
        }

        foreach (var without in held.Where(m => m.ByRule && !given.Contains(Of(m))))
        {
            if (without.GrantId is null || !await RoleHolding.LeaveToGrant(db, without, stop))
            {
                db.Remove(without);
            }
        }

        await LimitedRules.Apply(db, given.Where(g => g.Environment is not null).ToHashSet(), only, stop);
        given.ExceptWith(held.Select(Of));
        db.AddRange(
            given
                .Where(g => g.Environment is null)
                .Select(g => new Membership
                {
                    PersonId = g.PersonId,
                    TeamId = g.TeamId,
                    Role = g.Role,
                    ByRule = true,
                })
        );
        await db.SaveChangesAsync(stop);
    }

    private static GivenRole Of(Membership membership) => new(membership.PersonId, membership.TeamId, membership.Role);
}
