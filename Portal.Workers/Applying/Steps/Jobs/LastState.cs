using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// Where a run that was cancelled without a savepoint goes on: at the newest checkpoint that it left, or at a savepoint where that loses nothing or is all that it left.
/// What is older than the last checkpoint that it completed is never taken: that would repeat more than was approved.
/// </summary>
internal static class LastState
{
    /// <summary>Before it is cancelled: without what it goes on from nobody could start it again.</summary>
    /// <exception cref="EngineException">Final: it leaves none.</exception>
    public static async Task Ensure(IFlink flink, StopJob step, RetryPolicy retry, CancellationToken stop)
    {
        if (await flink.CheckpointSettings(step.JobId, stop) is { DeletesWhenCancelled: true })
        {
            throw new EngineException(
                EngineFault.Final,
                $"{step.On.Name} isn't cancelled: its program has Flink delete its checkpoints when it is cancelled. Request it with the upgrade mode savepoint, or have the program retain them."
            );
        }

        await Of(flink, step.On.Name, step.JobId, step.Definition, retry, stop);
    }

    /// <param name="ran">What the run carried; null where that isn't known.</param>
    /// <exception cref="EngineException">Final: it left none, or only what is older than its last checkpoint.</exception>
    public static async Task<string> Of(
        IFlink flink,
        string job,
        string jobId,
        JobDefinition? ran,
        RetryPolicy retry,
        CancellationToken stop
    )
    {
        var (newest, older, _) = await Look(flink, job, jobId, ran, retry, stop);
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

        var (newest, older, _) = await Look(flink, step.On.Name, step.JobId, step.Definition, retry, stop);
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

    /// <returns>What it goes on from; where there is none, what is older than its last checkpoint; and whether that one is to be found yet.</returns>
    private static async Task<(string? Newest, string? Older, bool IsMissing)> Look(
        IFlink flink,
        string job,
        string jobId,
        JobDefinition? ran,
        RetryPolicy retry,
        CancellationToken stop
    )
    {
        // Before its folders: of what it completes in between, they have more.
        var told = await flink.Checkpoints(jobId, stop);
        // A volume that is shared may list what was written elsewhere only later.
        return await retry.Until(Listed, found => !found.IsMissing, stop);

        async Task<(string? Newest, string? Older, bool IsMissing)> Listed(CancellationToken again)
        {
            var states = await LeftStates.Of(flink, job, jobId, again);
            List<StoredState> left = [.. states.Where(state => told is null || !IsBehind(told, state))];
            // The run went on after all of its savepoints.
            var newest = StateChoice.Of(left, ran, isCommitted: _ => false);
            var isMissing = newest is null
                ? states.Count > 0
                : newest.CheckpointNumber is null && ran is not { MayWriteInTransactions: false } && HasCompleted(told);
            return (newest?.Path, newest is null && states is [var older, ..] ? older.Path : null, isMissing);
        }
    }

    // A checkpoint is known by its number, whatever the clocks show.
    private static bool IsBehind(FlinkCheckpoints told, StoredState state) =>
        state.CheckpointNumber is { } number
            ? told.Recent.Any(c => c is { IsSavepoint: false, Status: JobCheckpoint.Completed } && c.Id > number)
            : Settlement.IsBehindCheckpoint(told, state);

    private static bool HasCompleted(FlinkCheckpoints? told) =>
        told?.Recent.Any(c => c is { IsSavepoint: false, Status: JobCheckpoint.Completed }) == true;
}
