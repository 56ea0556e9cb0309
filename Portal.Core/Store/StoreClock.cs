using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Store;

/// <summary>
/// The store's own clock. When work is due is told by it alone: workers compare with it, and a host that is minutes ahead
/// would otherwise make everybody wait for as long.
/// </summary>
internal static class StoreClock
{
    public static async Task<DateTimeOffset> Now(PortalDb db, CancellationToken stop) =>
        (await db.Database.SqlQuery<DateTimeOffset>($"""select clock_timestamp() as "Value" """).ToListAsync(stop))[0];
}
