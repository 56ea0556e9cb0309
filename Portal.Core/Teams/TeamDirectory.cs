using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Teams as they are now.</summary>
public sealed class TeamDirectory(IDbContextFactory<PortalDb> store)
{
    /// <summary>All of them, by title.</summary>
    public async Task<IReadOnlyList<Team>> All(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Team>().AsNoTracking().OrderBy(team => team.Title).ToListAsync(stop);
    }

    /// <summary>Null when there is none of that name.</summary>
    public async Task<Team?> Find(string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Team>().AsNoTracking().SingleOrDefaultAsync(team => team.Name == name, stop);
    }

    /// <summary>Those whose resources a caller looks after: their own teams; everybody's for platform and auditors.</summary>
    public async Task<IReadOnlyList<Team>> LookedAfterBy(Caller who, CancellationToken stop)
    {
        var all = await All(stop);
        return who.IsPlatform || who.IsAuditor ? all : [.. all.Where(team => who.IsIn(team.Id))];
    }
}
