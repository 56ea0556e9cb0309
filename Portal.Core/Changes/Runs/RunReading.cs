using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Lists;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Runs;

/// <summary>A change's newest run with its journal.</summary>
internal static class RunReading
{
    public static async Task<RunView?> Read(PortalDb db, ChangeId id, CancellationToken stop)
    {
        var run = await db.Set<ApplyRun>()
            .AsNoTracking()
            .Where(r => r.ChangeId == id)
            .OrderByDescending(r => r.Id)
            .Select(r => new
            {
                Row = r,
                AbortByName = db.Set<Person>().Where(p => p.Handle == r.AbortBy).Select(p => p.Name).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(stop);
        if (run is null)
        {
            return null;
        }

        var row = run.Row;
        var journal = await db.Set<JournalEntry>()
            .AsNoTracking()
            .Where(j => j.RunId == row.Id)
            .OrderBy(j => j.Id)
            .ToListAsync(stop);
        return new RunView(
            row.Id,
            row.State,
            row.Owner,
            row.StatusMessage,
            row.Progress,
            row.AbortBy,
            run.AbortByName ?? row.AbortBy,
            row.AbortAt,
            row.RetryAt,
            row.FirstFailedAt,
            row.StartedAt,
            row.EndedAt,
            journal
        );
    }
}
