using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Previews;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// One reading of one Flink: the list of all jobs, what <see cref="JobRequests"/> has of each, and one request for each that isn't listed any more. A job that
/// isn't answered for, or not in time, stays as it was seen, with its age; where none is though one is alive, or the sign-in is refused, that is the reading's
/// failure. Saving is the caller's.
/// </summary>
internal sealed class JobReading(IFlink flink, PortalDb db, ClusterId cluster, DateTimeOffset now, TimeProvider clock)
{
    private const int AtOnce = 8;

    /// <summary>When runs were last requested without an answer, by their id (<see cref="JobTurns"/>): from one reading to the next.</summary>
    public Dictionary<string, DateTimeOffset> Silent { get; init; } = new(StringComparer.Ordinal);

    /// <param name="name">Null: of all.</param>
    /// <param name="within">Ends the requests: what was answered by then is kept.</param>
    /// <exception cref="OperationCanceledException">Also where nothing was answered by then.</exception>
    public async Task Read(string? name, CancellationToken within, CancellationToken stop)
    {
        var jobs = (await flink.Jobs(within))
            .Where(j => name is null ? !PreviewName.Is(j.Name) : j.Name == name)
            .ToList();
        var listed = jobs.Select(j => j.Id).ToList();
        // Flink leaves a job whose JobMaster fails to answer out of its list: one that was gone is there again.
        var known = await db.Set<SeenJob>()
            .Where(j => j.ClusterId == cluster && (name == null || j.Name == name))
            .Where(j => j.GoneAt == null || listed.Contains(j.JobId))
            .ToDictionaryAsync(j => j.JobId, stop);
        var there = listed.ToHashSet(StringComparer.Ordinal);
        var unlisted = known.Values.Where(run => !there.Contains(run.JobId));
        // First, for it is bounded by itself: the answers may take all the time that there is.
        var forgotten = await ForgottenRuns.Among(flink, unlisted, clock, within);
        var (told, unanswered) = await Answers(jobs, known, within, stop);
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
            var run = known[job.Id];
            (run.SeenAt, run.GoneAt) = (unanswered.Contains(job.Id) ? run.SeenAt : now, null);
        }

        foreach (var gone in forgotten)
        {
            gone.GoneAt = now;
        }
    }

    /// <returns>What jobs answered, and those that are as they were.</returns>
    private async Task<(IReadOnlyCollection<JobAnswer> Told, HashSet<string> Unanswered)> Answers(
        IReadOnlyCollection<FlinkJob> jobs,
        IReadOnlyDictionary<string, SeenJob> known,
        CancellationToken within,
        CancellationToken stop
    )
    {
        var requests = new JobRequests(flink, now);
        var asked = jobs.Where(job => requests.IsWorthAsking(job, known.GetValueOrDefault(job.Id))).ToList();
        var turns = new JobTurns(known, Silent);
        var begun = new ConcurrentBag<string>();
        var told = new ConcurrentBag<JobAnswer>();
        var failures = new ConcurrentDictionary<string, EngineException>(StringComparer.Ordinal);
        OperationCanceledException? cut = null;
        try
        {
            await Parallel.ForEachAsync(
                turns.InTurn(asked),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = within },
                async (job, late) =>
                {
                    begun.Add(job.Id);
                    try
                    {
                        told.Add(await requests.Ask(job, known.GetValueOrDefault(job.Id), late));
                    }
                    catch (EngineException failure) when (!failure.IsSignInRefused)
                    {
                        failures[job.Id] = failure;
                    }
                }
            );
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            // Those that were left out are first at the next reading.
            cut = late;
        }

        var answered = told.Select(answer => answer.Job.Id).ToHashSet(StringComparer.Ordinal);
        turns.Had(begun.Except(answered), asked, now);
        if (told.IsEmpty && cut is not null)
        {
            throw cut;
        }

        if (told.IsEmpty && asked.Find(job => job.IsAlive && failures.ContainsKey(job.Id)) is { } silent)
        {
            throw failures[silent.Id];
        }

        return (told, asked.Select(job => job.Id).Except(answered).ToHashSet(StringComparer.Ordinal));
    }

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
