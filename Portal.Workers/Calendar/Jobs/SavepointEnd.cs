using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Store;

namespace Portal.Workers.Calendar.Jobs;

/// <summary>Marks a savepoint whose time is over. Who reads its Flink then looks whether anything needs it, and deletes it if nothing does.</summary>
public sealed class SavepointEnd(TimeProvider clock) : IDueHandler
{
    public DueKind Kind => JobDues.SavepointEnds;

    public IQueryable<Due> Ready(PortalDb db, DateTimeOffset now) => Dues.OverForAll(db, Kind, now);

    public async Task<bool> Handle(PortalDb db, Due row, CancellationToken stop)
    {
        var savepoint = await db.Set<Savepoint>()
            .FromSql($"select * from savepoint where id = {row.SubjectId} for update")
            .SingleOrDefaultAsync(stop);
        if (await db.Set<Due>().Where(d => d.Id == row.Id).ExecuteDeleteAsync(stop) == 0)
        {
            return false;
        }

        if (savepoint is { DeletedAt: null })
        {
            savepoint.EndsAt = clock.GetUtcNow();
            await db.SaveChangesAsync(stop);
        }

        return true;
    }
}
