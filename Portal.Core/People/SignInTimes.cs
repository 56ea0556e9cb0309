using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>When people proved who they are, by their sessions' rows.</summary>
internal sealed class SignInTimes(IDbContextFactory<PortalDb> store) : ISignInTimes
{
    public async Task<DateTimeOffset?> ProvedAt(long session, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<BrowserSession>()
            .Where(s => s.Id == session)
            .Select(s => s.EndedAt == null ? s.ProvedAt : FreshSignIn.NotStated)
            .SingleOrDefaultAsync(stop);
    }
}
