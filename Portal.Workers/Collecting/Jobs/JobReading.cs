using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Store;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// One reading of one Flink: the list of all jobs, two requests for each that is alive, and one for each that isn't listed any more. What a job carries and how
/// its checkpoints are made is asked once, exceptions only when it restarted or ended. Saving is the caller's.
/// </summary>
internal sealed class JobReading(IFlink flink, PortalDb db, ClusterId cluster, DateTimeOffset now, TimeProvider clock)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Begins = TimeSpan.FromMinutes(1);

    /// <param name="name">Null: of all.</param>
    public async Task Read(string? name, CancellationToken stop)
    {
        var jobs = (await flink.Jobs(stop))
            .Where(j => name is null ? !PreviewName.Is(j.Name) : j.Name == name)
            .ToList();
        var listed = jobs.Select(j => j.Id).ToList();
        // Flink leaves a job whose JobMaster fails to answer out of its list: one that was gone is there again.
        var known = await db.Set<SeenJob>()
            .Where(j => j.ClusterId == cluster && (name == null || j.Name == name))
            .Where(j => j.GoneAt == null || listed.Contains(j.JobId))
            .ToDictionaryAsync(j => j.JobId, stop);
        var told = new ConcurrentBag<JobAnswer>();
        await Parallel.ForEachAsync(
            jobs.Where(job => IsWorthAsking(job, known.GetValueOrDefault(job.Id))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (job, now) => told.Add(await Ask(job, known.GetValueOrDefault(job.Id), now))
        );
        var there = listed.ToHashSet(StringComparer.Ordinal);
        var unlisted = known.Values.Where(run => !there.Contains(run.JobId));
        var forgotten = await ForgottenRuns.Among(flink, unlisted, clock, stop);
        var before = known.ToDictionary(j => j.Key, j => j.Value.Facts, StringComparer.Ordinal);
        foreach (var answer in told)
        {
            await Write(answer, known.GetValueOrDefault(answer.Job.Id), stop);
        }

        await CheckpointRows.Keep(db, cluster, told, before, stop);
        await ExceptionRows.Keep(db, cluster, told, before, stop);
        await RestartRows.Keep(db, cluster, told, before, stop);
        if (name is null)
        {
            await PointRows.Keep(db, cluster, told, now, stop);
        }

        foreach (var job in jobs.Where(j => known.ContainsKey(j.Id)))
        {
            (known[job.Id].SeenAt, known[job.Id].GoneAt) = (now, null);
        }

        foreach (var gone in forgotten)
        {
            gone.GoneAt = now;
        }
    }

    // What is over doesn't change any more; what it carried may not have been told yet.
    private bool IsWorthAsking(FlinkJob job, SeenJob? known) =>
        job.IsAlive || known?.Status != job.Status || (known.Definition is null && now - known.FirstSeenAt < Begins);

    private async Task<JobAnswer> Ask(FlinkJob job, SeenJob? known, CancellationToken stop)
    {
        var detail = await flink.Job(job.Id, stop);
        var checkpoints = await flink.Checkpoints(job.Id, stop);
        var failed = known is null || known.Status != job.Status || JobAnswer.Restart(detail, known.Facts) is not null;
        return new(
            job,
            detail,
            checkpoints,
            await Definition(job, known, stop),
            failed ? await flink.Exceptions(job.Id, stop) : known!.Facts.Exceptions,
            await Settings(job, known, failed || IsBeginning(known), stop)
        );
    }

    private async Task<CheckpointSettings?> Settings(
        FlinkJob job,
        SeenJob? known,
        bool mayBeNew,
        CancellationToken stop
    )
    {
        var told = known?.Facts is { CheckpointMode: { } mode, CheckpointEvery: var every }
            ? new CheckpointSettings(mode, every)
            : null;
        return told is { Every: not null } || !mayBeNew ? told : await flink.CheckpointSettings(job.Id, stop) ?? told;
    }

    private async Task<JobDefinition?> Definition(FlinkJob job, SeenJob? known, CancellationToken stop) =>
        known?.Definition is { } carried ? carried
        : IsBeginning(known) ? await flink.Definition(job.Id, stop)
        : null;

    // A job that only begins may not show yet what it carries and how it was set.
    private bool IsBeginning(SeenJob? known) =>
        known is null || known.Status != FlinkStatus.Running || now - known.FirstSeenAt < Begins;

    private async Task Write(JobAnswer answer, SeenJob? known, CancellationToken stop)
    {
        known ??= await Added(answer, stop);
        known.Facts = FactsOf.Now(answer, known, now);
        (known.Status, known.EndedAt, known.SeenAt) = (answer.Job.Status, answer.Job.EndedAt, now);
        known.Definition = answer.Definition;
    }

    // Who reads the whole Flink at the same time may have added it.
    private async Task<SeenJob> Added(JobAnswer answer, CancellationToken stop)
    {
        var job = answer.Job;
        var facts = CoreJson.Write(JobFacts.None);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into seen_job (cluster_id, job_id, name, status, started_at, facts, first_seen_at, seen_at)
            values ({cluster.Value}, {job.Id}, {job.Name}, {job.Status}, {job.StartedAt}, {facts}::jsonb, {now}, {now})
            on conflict do nothing
            """,
            stop
        );
        return await db.Set<SeenJob>().SingleAsync(j => j.ClusterId == cluster && j.JobId == job.Id, stop);
    }
}
