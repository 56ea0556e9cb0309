using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Checkpoints;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// Savepoints that were taken while their run went on. They commit nothing: what the run's transactions had prepared then is committed by its next checkpoint, by its end with a later
/// savepoint, or by a run that begins there, and is aborted where the run restarts before.
/// </summary>
internal static class UncommittedSavepoints
{
    // Checkpoints have Flink's time and savepoints the portal's, which differ by less.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(15);

    /// <param name="made">What the runs carried, by run.</param>
    /// <returns>The numbers of those of which the store doesn't show that it was committed. Of checkpoints it may have missed the last ones: Flink and its folders have to be looked at.</returns>
    public static async Task<IReadOnlySet<long>> Of(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<Savepoint> savepoints,
        IReadOnlyDictionary<string, JobDefinition?> made,
        CancellationToken stop
    )
    {
        var open = savepoints
            .Where(s => made.GetValueOrDefault(s.JobId) is not { MayWriteInTransactions: false })
            .ToList();
        if (open.Count == 0)
        {
            return new HashSet<long>();
        }

        var alone = await Alone(db, cluster, [.. open.Where(s => !s.IsFork).Select(s => s.RunId)], stop);
        open.RemoveAll(s => !s.IsFork && !alone.Contains((s.RunId, s.Name)));
        var (ids, runs) = (open.Select(s => s.Id).ToList(), open.Select(s => s.JobId).ToList());
        var started = await Started(db, cluster, ids, stop);
        var finished = await db.Set<SeenJob>()
            .Where(j => j.ClusterId == cluster && runs.Contains(j.JobId) && j.Status == FlinkStatus.Finished)
            .Select(j => j.JobId)
            .ToListAsync(stop);
        var kept = db.Set<KeptCheckpoint>()
            .AsNoTracking()
            .Where(c => c.ClusterId == cluster && runs.Contains(c.JobId) && c.Status == JobCheckpoint.Completed);
        var taken = (await kept.Where(c => c.IsSavepoint).ToListAsync(stop)).ToLookup(
            c => c.JobId,
            StringComparer.Ordinal
        );
        var newest = await kept.Where(c => !c.IsSavepoint)
            .GroupBy(c => c.JobId)
            .Select(of => new { JobId = of.Key, Number = of.Max(c => c.Number) })
            .ToDictionaryAsync(c => c.JobId, c => c.Number, StringComparer.Ordinal, stop);
        return open.Where(s => !started.Contains(s.Id) && !finished.Contains(s.JobId))
            .Where(s =>
                NumberOf(s, savepoints, taken[s.JobId]) is not { } own || newest.GetValueOrDefault(s.JobId) <= own
            )
            .Select(s => s.Id)
            .ToHashSet();
    }

    /// <summary>
    /// Its number among the checkpoints of its run, at most. Only Flink's own numbers show what came after it: a clock of Flink's that is ahead dates the checkpoint
    /// of before later than the savepoint. Null where it isn't known: not each savepoint that was taken of the run around then is kept.
    /// </summary>
    /// <param name="all">What the catalogue has.</param>
    /// <param name="kept">The savepoints of its run that Flink is known to have completed; some of them may have been taken past the portal.</param>
    private static long? NumberOf(Savepoint savepoint, IEnumerable<Savepoint> all, IEnumerable<KeptCheckpoint> kept)
    {
        // Twice as far: one of them that seems near by Flink's clock is among them by the portal's.
        var near = all.Where(s => s.JobId == savepoint.JobId)
            .Where(s => (s.TakenAt - savepoint.TakenAt).Duration() < 2 * ClocksApart)
            .ToList();
        var numbers = kept.Where(c => (c.At + (c.Took ?? TimeSpan.Zero) - savepoint.TakenAt).Duration() < ClocksApart)
            .Select(c => c.Number)
            .Order()
            .ToList();
        return numbers.Count < near.Count ? null : numbers[^(1 + near.Count(s => s.Id > savepoint.Id))];
    }

    /// <summary>Those from which a run is known to have begun: its sinks commit what is open once its tasks run. Of a start that was sent and refused none does.</summary>
    private static async Task<HashSet<long>> Started(
        PortalDb db,
        ClusterId cluster,
        List<long> savepoints,
        CancellationToken stop
    )
    {
        var sent = await db.Set<SavepointRestore>()
            .AsNoTracking()
            .Where(r => savepoints.Contains(r.SavepointId))
            .ToListAsync(stop);
        if (sent.Count == 0)
        {
            return [];
        }

        var (runs, by) = (sent.Select(r => r.JobId).ToList(), sent.Select(r => r.RunId).Distinct().ToList());
        var seen = await db.Set<SeenJob>()
            .AsNoTracking()
            .Where(j => j.ClusterId == cluster && runs.Contains(j.JobId))
            .ToListAsync(stop);
        // Such a step was done once all of its tasks ran, whatever became of the run since.
        var made = await db.Set<JournalEntry>()
            .Where(e => by.Contains(e.RunId) && e.EngineId != null && runs.Contains(e.EngineId))
            .Where(e => e.Direction == StepDirection.Do && e.Phase == StepPhase.Done)
            .Where(e => e.Result == nameof(StepOrigin.Made))
            .Select(e => e.EngineId!)
            .ToListAsync(stop);
        var began = seen.Where(HasRun).Select(j => j.JobId).Concat(made).ToHashSet(StringComparer.Ordinal);
        return [.. sent.Where(r => began.Contains(r.JobId)).Select(r => r.SavepointId)];
    }

    private static bool HasRun(SeenJob run) =>
        run.Facts.Completed > 0 || (run.Facts.Tasks > 0 && run.Facts.Running >= run.Facts.Tasks);

    /// <summary>Runs of changes that took a savepoint and nothing else, each with its job: all others stop the job with it.</summary>
    private static async Task<HashSet<(RunId Run, string Job)>> Alone(
        PortalDb db,
        ClusterId cluster,
        List<RunId> runs,
        CancellationToken stop
    )
    {
        var requested = await (
            from run in db.Set<ApplyRun>()
            join part in db.Set<ChangeResource>() on run.ChangeId equals part.ChangeId
            where runs.Contains(run.Id) && part.Kind == JobKind.Word && part.ClusterId == cluster
            select new
            {
                run.Id,
                part.Name,
                part.Wanted,
            }
        ).ToListAsync(stop);
        return requested
            .Where(r => r.Wanted is not null && CoreJson.Read<JobSpec>(r.Wanted).TakeSavepoint)
            .Select(r => (r.Id, r.Name))
            .ToHashSet();
    }
}
