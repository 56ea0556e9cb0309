using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Lists;
using Portal.Core.Store;

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
            .FirstOrDefaultAsync(stop);
        if (run is null)
        {
            return null;
        }

        var journal = await db.Set<JournalEntry>()
            .AsNoTracking()
            .Where(j => j.RunId == run.Id)
            .OrderBy(j => j.Id)
            .ToListAsync(stop);
        return new RunView(
            run.Id,
            run.State,
            run.Owner,
            run.StatusMessage,
            run.AbortBy,
            run.AbortAt,
            run.RetryAt,
            run.FirstFailedAt,
            run.StartedAt,
            run.EndedAt,
            journal
        );
    }
}
