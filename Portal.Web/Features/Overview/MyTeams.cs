using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Web.Features.Overview;

/// <summary>Whose things somebody looks after: their own teams'; everybody's for platform and auditors.</summary>
public sealed class MyTeams(IDbContextFactory<PortalDb> store)
{
    public async Task<IReadOnlyList<Team>> Of(Caller who, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var all = await db.Teams.AsNoTracking().OrderBy(team => team.Title).ToListAsync(stop);
        return who.IsPlatform || who.IsAuditor ? all : all.FindAll(team => who.IsIn(team.Id));
    }
}
