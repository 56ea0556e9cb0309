using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Where a run that was cancelled without a savepoint goes on: at the newest checkpoint that it left, or a savepoint of it that is newer.</summary>
internal static class LastState
{
    /// <summary>Null when it left none.</summary>
    public static async Task<string?> Find(IFlink flink, string job, string jobId, CancellationToken stop) =>
        await flink.States(job, jobId, stop) is [var newest, ..] ? newest.Path : null;

    /// <exception cref="EngineException">Final: it left none.</exception>
    public static async Task<string> Of(IFlink flink, string job, string jobId, CancellationToken stop) =>
        await Find(flink, job, jobId, stop)
        ?? throw new EngineException(
            EngineFault.Final,
            $"No checkpoint of job {jobId} is found that {job} could go on from, and without it the job would begin anew."
        );

    /// <summary>The run as a step sees it that stops it so. Whoever starts the next one has to be sure that this one is over.</summary>
    /// <param name="job">As Flink lists it; null: it does not, though it had time to.</param>
    public static async Task<Observation> Observe(IFlink flink, StopJob step, FlinkJob? job, CancellationToken stop)
    {
        if (job is { IsAlive: true })
        {
            return new(
                ObservedState.Before,
                new LiveJob(step.On.Name, job.Id, JobRunState.Alive, job.Status, step.Definition, null),
                $"job {job.Id} is {job.Status}"
            );
        }

        var newest = await Find(flink, step.On.Name, step.JobId, stop);
        var status = job?.Status ?? "not known to Flink";
        var state = job is null ? JobRunState.Forgotten : JobRunState.Ended;
        return new(
            newest is null ? ObservedState.Other : ObservedState.After,
            new LiveJob(step.On.Name, step.JobId, state, job?.Status ?? "", step.Definition, newest),
            $"job {step.JobId} is {status}, {(newest is null ? "and left no checkpoint" : $"and left {newest}")}"
        );
    }
}
