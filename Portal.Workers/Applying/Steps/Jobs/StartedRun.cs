using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>One run of a job looked at by its id, on the scale of the step that starts it.</summary>
internal sealed class StartedRun(IFlink flink, ResourceRef on, string jobId)
{
    private static readonly TimeSpan Settles = TimeSpan.FromSeconds(5);

    /// <summary>A run of this job was there before it, with which Flink made the folder of checkpoints; otherwise that may come with this one.</summary>
    public bool HadRun { get; init; }

    /// <summary>It was to start from a savepoint or checkpoint.</summary>
    public bool IsFromState { get; init; }

    /// <summary>A SQL Gateway was to start it.</summary>
    public bool IsSql { get; init; }

    public async Task<Observation> Look(CancellationToken stop)
    {
        var jobs = await flink.Jobs(stop);
        var listed = jobs.FirstOrDefault(j => j.Id == jobId);
        if (listed is null)
        {
            await ListedJobs.EnsureForgotten(flink, jobId, stop);
        }

        return listed switch
        {
            { IsAlive: true } mine => new(ObservedState.After, Live(mine), $"job {jobId} is {mine.Status}"),
            { } mine => new(ObservedState.Other, Live(mine), await Ended(mine, stop)),
            null when jobs.FirstOrDefault(j => j.Name == on.Name && j.IsAlive) is { } other => new(
                ObservedState.Other,
                Live(other),
                $"another job named {on.Name} is {other.Status}, with the id {other.Id}"
            ),
            null when await HasLeftState(stop) => new(
                ObservedState.Other,
                null,
                $"job {jobId} left checkpoints, so it ran, and Flink doesn't know it any more"
            ),
            _ => new(ObservedState.Before, null, $"{on.Name} doesn't run"),
        };
    }

    /// <summary>After a try: what isn't here may run where the SQL Gateway started it.</summary>
    /// <inheritdoc cref="StartedElsewhere.Look"/>
    public async Task<Observation> Elsewhere(Observation seen, bool wasOver, CancellationToken stop) =>
        IsSql ? await StartedElsewhere.Look(flink, jobId, seen, wasOver, stop) : seen;

    /// <summary>
    /// A program can give its job another name, or other parameters than those by which the portal knows what runs. What isn't known again can't be watched,
    /// changed or stopped, so it doesn't stay. Null when it is known.
    /// </summary>
    public async Task<Observation?> Misnamed(JobDefinition definition, StepScope scope, CancellationToken stop)
    {
        if (definition.Program is null)
        {
            return null;
        }

        // While a JobManager takes it over, Flink doesn't show what it carries.
        var found = await scope.Retry.Until(
            new FlinkRun(flink, jobId, scope).Find,
            seen => seen?.Status != FlinkStatus.Initializing,
            stop
        );
        if (found is not { } job || job.Status == FlinkStatus.Initializing)
        {
            return null;
        }

        return job.Name != on.Name
                ? new(
                    ObservedState.Other,
                    Live(job),
                    $"the program names its job “{job.Name}”, so it isn't known as {on.Name}: call execute() without a name"
                )
            : job.IsAlive && await flink.Definition(jobId, stop) != definition
                ? new(
                    ObservedState.Other,
                    Live(job),
                    "the program replaces the global job parameters, by which the portal knows what runs: leave out setGlobalJobParameters"
                )
            : null;
    }

    /// <summary>
    /// A job that is alive isn't running yet: it may wait for slots, or fail with its first records, again and again. It counts once it ran for a
    /// moment, by Flink's own clock.
    /// </summary>
    public async Task<Observation> UntilItRuns(StepScope scope, CancellationToken stop)
    {
        var detail = await scope.Retry.Until(
            again => flink.Job(jobId, again),
            found => found is null || FlinkStatus.IsOver(found.Status) || HasSettled(found),
            stop
        );
        if (detail is null || FlinkStatus.IsOver(detail.Status))
        {
            return await Elsewhere(await Look(stop), wasOver: true, stop);
        }

        var live = new LiveJob(on.Name, jobId, JobRunState.Alive, detail.Status, Definition: null, RestoreFrom: null);
        if (IsFromState && HasSettled(detail) && await StartedState.Lost(flink, jobId, scope, stop) is { } lost)
        {
            return new(ObservedState.Other, live, lost);
        }

        // How often it may fail after that, its stability says.
        return HasSettled(detail) ? new(ObservedState.After, live, $"job {jobId} runs")
            : await flink.Exceptions(jobId, stop) is [var newest, ..]
                ? new(ObservedState.Other, live, $"job {jobId} fails: {AccessFailure.InWords(newest)}")
            : new(ObservedState.Before, live, $"{Running(detail)} of its tasks run, job {jobId} is {detail.Status}");
    }

    private async Task<bool> HasLeftState(CancellationToken stop) =>
        (HadRun ? await LeftStates.Of(flink, on.Name, jobId, stop) : await flink.States(on.Name, jobId, stop))
            is { Count: > 0 };

    private static bool HasSettled(FlinkJobDetail job) =>
        job.Status == FlinkStatus.Running
        && job.Operators.All(o => FlinkStatus.IsUp(o.Status))
        && job.Now - job.RunningSince >= Settles;

    private static string Running(FlinkJobDetail job) =>
        $"{job.Operators.Count(o => FlinkStatus.IsUp(o.Status))} of {job.Operators.Length}";

    private static LiveJob Live(FlinkJob job) =>
        new(
            job.Name,
            job.Id,
            job.IsAlive ? JobRunState.Alive : JobRunState.Ended,
            job.Status,
            Definition: null,
            RestoreFrom: null
        );

    private async Task<string> Ended(FlinkJob job, CancellationToken stop)
    {
        var exceptions = await flink.Exceptions(jobId, stop);
        var cause = exceptions is [var newest, ..] ? $": {AccessFailure.InWords(newest)}" : "";
        return $"job {jobId} is {job.Status}{cause}";
    }
}
