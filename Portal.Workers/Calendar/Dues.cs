using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Workers.Calendar;

internal static class Dues
{
    /// <summary>It waits for another time.</summary>
    /// <returns>False when the row is gone.</returns>
    public static async Task<bool> PutOff(PortalDb db, Due row, DateTimeOffset until, CancellationToken stop) =>
        await db.Set<Due>()
            .Where(d => d.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, until), stop) > 0;
}
