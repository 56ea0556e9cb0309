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
        )
        {
            Holders = row is { State: RunState.Waiting, EndedAt: null } ? await Holders(db, id, stop) : [],
        };
    }

    // As a run is claimed: it isn't before nobody else holds one of its locks.
    private static async Task<IReadOnlyList<RunHolder>> Holders(PortalDb db, ChangeId id, CancellationToken stop)
    {
        var held = await (
            from asked in db.Set<ChangeResource>()
            join target in db.Set<RunTarget>()
                on new
                {
                    asked.Kind,
                    asked.ClusterId,
                    Name = asked.LockKey,
                } equals new
                {
                    target.Kind,
                    target.ClusterId,
                    target.Name,
                }
            join run in db.Set<ApplyRun>() on target.RunId equals run.Id
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where asked.ChangeId == id
            orderby change.Id, asked.Ordinal
            select new
            {
                change.Id,
                change.Title,
                change.State,
                asked.Name,
            }
        ).ToListAsync(stop);
        return
        [
            .. held.GroupBy(h => (h.Id, h.Title, h.State), h => h.Name)
                .Select(by => new RunHolder(by.Key.Id, by.Key.Title, by.Key.State, [.. by])),
        ];
    }
}
