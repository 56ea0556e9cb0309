using System.Globalization;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// Where a run that was cancelled without a savepoint goes on: at the newest checkpoint that it left, or a savepoint of it that is newer.
/// What is older than the last checkpoint that it completed is never taken: that would repeat more than was approved.
/// </summary>
internal static class LastState
{
    private const string Checkpoint = "chk-"; // as Flink names their folders, before their number

    /// <summary>Before it is cancelled: without what it goes on from nobody could start it again.</summary>
    /// <exception cref="EngineException">Final: it leaves none.</exception>
    public static async Task Ensure(IFlink flink, string job, string jobId, RetryPolicy retry, CancellationToken stop)
    {
        if (await flink.CheckpointSettings(jobId, stop) is { DeletesWhenCancelled: true })
        {
            throw new EngineException(
                EngineFault.Final,
                $"{job} isn't cancelled: its program has Flink delete its checkpoints when it is cancelled. Request it with the upgrade mode savepoint, or have the program retain them."
            );
        }

        await Of(flink, job, jobId, retry, stop);
    }

    /// <exception cref="EngineException">Final: it left none, or only what is older than its last checkpoint.</exception>
    public static async Task<string> Of(
        IFlink flink,
        string job,
        string jobId,
        RetryPolicy retry,
        CancellationToken stop
    )
    {
        var (newest, older) = await Look(flink, job, jobId, retry, stop);
        return newest
            ?? throw new EngineException(
                EngineFault.Final,
                older is null
                    ? $"No checkpoint of job {jobId} is found that {job} could go on from, and without it the job would begin anew."
                    : $"The last checkpoint that job {jobId} completed isn't found. What it left is older, {older}: from there {job} would repeat more than was approved."
            );
    }

    /// <summary>The run as a step sees it that stops it so. Whoever starts the next one has to be sure that this one is over.</summary>
    /// <param name="job">As Flink lists it; null: it does not, though it had time to.</param>
    public static async Task<Observation> Observe(
        IFlink flink,
        StopJob step,
        FlinkJob? job,
        RetryPolicy retry,
        CancellationToken stop
    )
    {
        if (job is { IsAlive: true })
        {
            return new(
                ObservedState.Before,
                new LiveJob(step.On.Name, job.Id, JobRunState.Alive, job.Status, step.Definition, null),
                $"job {job.Id} is {job.Status}"
            );
        }

        var (newest, older) = await Look(flink, step.On.Name, step.JobId, retry, stop);
        var status = job?.Status ?? "not known to Flink";
        var state = job is null ? JobRunState.Forgotten : JobRunState.Ended;
        var left = (newest, older) switch
        {
            ({ } path, _) => $"left {path}",
            (_, { } path) => $"its last checkpoint isn't found: what it left is older, {path}",
            _ => "left no checkpoint",
        };
        return new(
            newest is null ? ObservedState.Other : ObservedState.After,
            new LiveJob(step.On.Name, step.JobId, state, job?.Status ?? "", step.Definition, newest),
            $"job {step.JobId} is {status}, and {left}"
        );
    }

    /// <returns>What it goes on from; and where there is none, what is older than its last checkpoint.</returns>
    private static async Task<(string? Newest, string? Older)> Look(
        IFlink flink,
        string job,
        string jobId,
        RetryPolicy retry,
        CancellationToken stop
    )
    {
        // Before its folders: of what it completes in between, they have more.
        var told = await flink.Checkpoints(jobId, stop);
        // A volume that is shared may list what was written elsewhere only later.
        return await retry.Until(Listed, found => found.Newest is not null || found.Older is null, stop);

        async Task<(string? Newest, string? Older)> Listed(CancellationToken again)
        {
            var states = await LeftStates.Of(flink, job, jobId, again);
            var newest = states.FirstOrDefault(state => told is null || !IsBehind(told, state));
            return (newest?.Path, newest is null && states is [var older, ..] ? older.Path : null);
        }
    }

    // A checkpoint is known by its number, whatever the clocks show.
    private static bool IsBehind(FlinkCheckpoints told, StoredState state) =>
        Number(state) is { } number
            ? told.Recent.Any(c => c is { IsSavepoint: false, Status: JobCheckpoint.Completed } && c.Id > number)
            : Settlement.IsBehindCheckpoint(told, state);

    private static long? Number(StoredState state)
    {
        var folder = state.Path[(state.Path.LastIndexOf('/') + 1)..];
        return
            folder.StartsWith(Checkpoint, StringComparison.Ordinal)
            && long.TryParse(folder.AsSpan(Checkpoint.Length), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
