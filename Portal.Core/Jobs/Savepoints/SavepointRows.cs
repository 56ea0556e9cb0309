using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>A savepoint with what made it, what needs it, and what started from it.</summary>
/// <param name="By">The change that stopped the job with it.</param>
/// <param name="Pin">Why it stays; null when nothing needs it, or it is deleted.</param>
/// <param name="Restores">The changes that started a run from it, newest first.</param>
/// <param name="Version">Of the job, that made it.</param>
/// <param name="DueAt">When it is looked at whether it can go; null when it was.</param>
public sealed record SavepointRow(
    Savepoint Savepoint,
    AppliedChange By,
    SavepointPin? Pin,
    IReadOnlyList<AppliedChange> Restores,
    SavepointVersion Version,
    DateTimeOffset? DueAt
)
{
    /// <summary>The portal manages its job no more, and somebody has it deleted: no other one has to be there for that.</summary>
    public bool IsGivenUp { get; init; }
}

/// <summary>A job's savepoints, from the store.</summary>
public static class SavepointRows
{
    private const int MostShown = 100;

    /// <summary>The newest, newest first: of the job that has the name now, and of former ones of its team.</summary>
    /// <param name="with">One that is among them whatever its age, with those of the job that it is of; null: none.</param>
    /// <param name="former">Who wants those of jobs that are over instead, and may pin them; null: nobody.</param>
    public static async Task<IReadOnlyList<SavepointRow>> Of(
        PortalDb db,
        ClusterId cluster,
        string name,
        DateTimeOffset now,
        CancellationToken stop,
        long? with = null,
        Caller? former = null
    )
    {
        var tenures = await JobTenures.Of(db, cluster, [name], stop);
        var shown = await OwnSavepoints.Of(db, cluster, name, tenures, with, former, stop);
        var all = await db.Set<Savepoint>()
            .AsNoTracking()
            .Where(s => shown.Contains(s.Id))
            .OrderByDescending(s => s.Id == with)
            .ThenBy(s => s.DeletedAt != null)
            .ThenByDescending(s => s.TakenAt)
            .ThenByDescending(s => s.Id)
            .Take(MostShown)
            .ToListAsync(stop);
        if (all.Count == 0)
        {
            return [];
        }

        var ids = all.Select(s => s.Id).ToList();
        var restores = await db.Set<SavepointRestore>()
            .AsNoTracking()
            .Where(r => ids.Contains(r.SavepointId))
            .OrderByDescending(r => r.At)
            .ToListAsync(stop);
        var changes = await Changes(db, [.. all.Select(s => s.RunId), .. restores.Select(r => r.RunId)], stop);
        var due = await db.Set<Due>()
            .AsNoTracking()
            .Where(d => d.Kind == JobDues.SavepointEnds && ids.Contains(d.SubjectId))
            .ToDictionaryAsync(d => d.SubjectId, d => d.DueAt, stop);
        var open = await OpenChange.Of(db, cluster, name, ids, stop);
        var runs = await Runs(
            db,
            cluster,
            name,
            [.. all.SelectMany(s => SavepointPath.Spellings(s.Path))],
            [.. restores.Select(r => r.JobId)],
            stop
        );
        var versions = await SavepointVersion.Of(db, cluster, [.. all.Select(s => s.JobId)], stop);
        var newest = all.Where(s => s is { IsFork: false, DeletedAt: null, DeletionSentAt: null })
            .GroupBy(s => tenures.At(name, s.TakenAt))
            .Select(its => its.MaxBy(s => (s.TakenAt, s.Id)))
            .ToHashSet();
        return
        [
            .. from savepoint in all
            let own = restores.Where(r => r.SavepointId == savepoint.Id).ToList()
            let isFormer = tenures.At(name, savepoint.TakenAt) is { IsOver: true }
            let sight = new SavepointSight(savepoint, newest.Contains(savepoint), open, own, runs)
            {
                IsFormer = isFormer,
            }
            orderby savepoint.TakenAt descending
            select new SavepointRow(
                savepoint,
                changes[savepoint.RunId],
                savepoint.DeletedAt is null ? SavepointPin.Of(sight, now) : null,
                [.. own.Select(r => changes[r.RunId] with { At = r.At })],
                versions[savepoint.JobId],
                due.TryGetValue(savepoint.Id, out var at) ? at : null
            )
            {
                IsGivenUp = isFormer && savepoint.DeletionRequestedBy is not null,
            },
        ];
    }

    private static async Task<Dictionary<RunId, AppliedChange>> Changes(
        PortalDb db,
        IReadOnlyCollection<RunId> runs,
        CancellationToken stop
    ) =>
        await (
            from run in db.Set<ApplyRun>()
            join change in db.Set<Change>() on run.ChangeId equals change.Id
            where runs.Contains(run.Id)
            select new
            {
                run.Id,
                Change = change.Id,
                change.Title,
                At = run.StartedAt ?? run.CreatedAt,
            }
        ).ToDictionaryAsync(r => r.Id, r => new AppliedChange(r.Change, r.Title, r.At), stop);

    private static Task<List<SeenJob>> Runs(
        PortalDb db,
        ClusterId cluster,
        string name,
        string[] paths,
        string[] started,
        CancellationToken stop
    ) =>
        db.Set<SeenJob>()
            .FromSql(
                $"""
                select * from seen_job
                where cluster_id = {cluster.Value}
                    and (name = {name} or facts ->> 'restoredFrom' = any ({paths}) or job_id = any ({started}))
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
}
