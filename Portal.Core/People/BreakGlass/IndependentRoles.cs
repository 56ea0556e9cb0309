using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.People.Roles;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.BreakGlass;

/// <summary>
/// Roles that somebody neither has from those they are to watch, nor got for the occasion: nobody appoints their own second, or their own reviewer.
/// </summary>
internal static class IndependentRoles
{
    /// <summary>The caller with these roles alone. What came with the first start, or by a rule that is old enough, is nobody's gift.</summary>
    /// <param name="before">When they had to have them.</param>
    /// <param name="of">The handles of those who may not have given them.</param>
    public static async Task<Caller> In(
        PortalDb db,
        Caller who,
        DateTimeOffset before,
        IReadOnlyCollection<string> of,
        CancellationToken stop
    )
    {
        var grants = who.Memberships.Select(m => m.GrantId).OfType<long>().ToArray();
        var given = await db.Set<RoleGrant>()
            .AsNoTracking()
            .Where(g => grants.Contains(g.Id) && g.GivenAt < before && !of.Contains(g.GivenBy))
            .Select(g => g.Id)
            .ToListAsync(stop);
        var young = await db.Set<RoleRule>()
            .AsNoTracking()
            .Where(r => r.CreatedAt >= before && of.Contains(r.CreatedBy))
            .ToListAsync(stop);
        return who with { Memberships = [.. who.Memberships.Where(IsIndependent)] };

        bool IsIndependent(Membership held) =>
            held switch
            {
                { ByRule: true } => !young.Exists(rule => rule.TeamId == held.TeamId && rule.Role == held.Role),
                { GrantId: { } grant } => given.Contains(grant),
                _ => true,
            };
    }
}
