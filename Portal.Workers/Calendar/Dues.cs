using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;

namespace Portal.Workers.Calendar;

internal static class Dues
{
    /// <summary>Rows of a kind whose time has come by the store's clock too: what they delete is gone, and a worker's clock may be ahead.</summary>
    public static IQueryable<Due> OverForAll(PortalDb db, DueKind kind, DateTimeOffset now) =>
        db.Set<Due>().FromSql($"select * from due where due_at <= least({now}, now())").Where(d => d.Kind == kind);

    /// <summary>It waits for another time.</summary>
    /// <returns>False when the row is gone.</returns>
    public static async Task<bool> PutOff(PortalDb db, Due row, DateTimeOffset until, CancellationToken stop) =>
        await db.Set<Due>()
            .Where(d => d.Id == row.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, until), stop) > 0;
}
