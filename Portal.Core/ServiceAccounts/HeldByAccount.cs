using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Store;

namespace Portal.Core.ServiceAccounts;

/// <summary>The grants that accounts hold.</summary>
public sealed class HeldByAccount(IDbContextFactory<PortalDb> store)
{
    /// <summary>By account, the names of its grants that are in force.</summary>
    public async Task<ILookup<string, string>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> accounts,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var principals = accounts.ToDictionary(ServiceAccountKind.PrincipalOf, StringComparer.Ordinal);
        var names = principals.Keys.ToArray();
        var grants = await db.Set<AccessGrant>()
            .Where(g => g.ClusterId == cluster && g.EndedAt == null && names.Contains(g.Principal))
            .OrderBy(g => g.Name)
            .Select(g => new { g.Principal, g.Name })
            .ToListAsync(stop);
        return grants.ToLookup(g => principals[g.Principal], g => g.Name, StringComparer.Ordinal);
    }
}
