using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// The savepoint lies in a folder that is named after the run, so it is found though Flink's answer was lost, or Flink itself. A job that ended
/// without it, or went on after it, was ended by somebody else.
/// </summary>
public sealed class StopJobHandler(IFlinkClusters flinks, Starts starts, SavepointLedger savepoints)
    : IStepHandler<StopJob>
{
    public async Task<Observation> Observe(StopJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var job = await new FlinkRun(flink, step.JobId, scope).FindListed(stop);
        if (step.WithoutSavepoint)
        {
            return await LastState.Observe(flink, step, job, scope.Retry, stop);
        }

        if (job is { IsAlive: true })
        {
            return new(
                ObservedState.Before,
                new LiveJob(step.On.Name, job.Id, JobRunState.Alive, job.Status, step.Definition, null),
                $"job {job.Id} is {job.Status}"
            );
        }

        var (found, isPassed) = await StopSavepoint.Look(flink, StopOf(step, scope), job, stop);
        if (found is not null)
        {
            await savepoints.Keep(scope.Fenced, step.On, step.JobId, found.Path, found.Bytes, isFork: false, stop);
        }

        var savepoint = isPassed ? null : found?.Path;
        var status = job?.Status ?? "not known to Flink";
        var state = job is null ? JobRunState.Forgotten : JobRunState.Ended;
        var left = (found, isPassed) switch
        {
            ({ } passed, true) => $"and it went on after the savepoint of this change, {passed.Path}",
            ({ } taken, _) => $"with the savepoint {taken.Path}",
            _ => "without a savepoint of this change",
        };
        return new(
            savepoint is null ? ObservedState.Other : ObservedState.After,
            new LiveJob(step.On.Name, step.JobId, state, job?.Status ?? "", step.Definition, savepoint),
            $"job {step.JobId} is {status}, {left}"
        );
    }

    /// <summary>While Flink is at it, it will be stopped: that is neither as before nor as after.</summary>
    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var mine = (StopJob)step;
        var flink = await Flink(mine, scope, stop);
        // Before the run is looked at: what comes to its end in between is seen as ended.
        var isTaking = !mine.WithoutSavepoint && await flink.IsTaking(StopOf(mine, scope), stop);
        var seen = await Observe(mine, scope, stop);
        return seen switch
        {
            { State: ObservedState.Before } when isTaking => throw NotShownYet.Of(
                $"the savepoint of {step.On.Name} is still being written"
            ),
            { State: ObservedState.Before, Resource: LiveJob { Status: FlinkStatus.Cancelling } } =>
                throw NotShownYet.Of(seen.Words),
            _ => seen,
        };
    }

    public async Task<EngineId?> Act(StopJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        await StartableState.Ensure(flink, step.On, scope, stop);
        if (step.WithoutSavepoint)
        {
            await LastState.Ensure(flink, step, scope.Retry, stop);
            await flink.Cancel(step.JobId, scope.Deadline, stop);
        }
        else
        {
            await flink.Stop(StopOf(step, scope), scope.Deadline, stop);
        }

        return null;
    }

    /// <summary>Starts the same job from the savepoint that it was stopped with, unless it wasn't stopped.</summary>
    public async Task<Verdict> Undo(StopJob step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var job = await new FlinkRun(flink, step.JobId, scope).FindListed(stop);
        if (job is { IsAlive: true })
        {
            return Verdict.Good;
        }

        var id = Submissions.JobIdBack(scope.Run, step.On);
        var back = new StartedRun(flink, step.On, id)
        {
            HadRun = true,
            IsFromState = true,
            IsSql = step.Definition is { Program: null },
        };
        switch (await back.Look(stop))
        {
            case { State: ObservedState.Other, Words: var words }:
                return Verdict.Not($"{step.On.Name} was stopped, and {words}.");
            case { State: ObservedState.Before }:
                var savepoint = step.WithoutSavepoint
                    ? await LastState.Of(flink, step.On.Name, step.JobId, step.Definition, scope.Retry, stop)
                    : await StopSavepoint.Of(flink, StopOf(step, scope), job, stop);
                var planned = PlannedTopics.Before(scope.Plan);
                await starts.Submit(flink, step.On, id, step.Definition!, planned, savepoint, scope, stop);
                break;
        }

        var seen = await back.UntilItRuns(scope, stop);
        return seen.State switch
        {
            ObservedState.After => Verdict.Good,
            ObservedState.Before => throw NotShownYet.Of(seen.Words),
            _ => Verdict.Not($"{step.On.Name} was started again from its savepoint, and {seen.Words}."),
        };
    }

    private static JobSavepoint StopOf(StopJob step, StepScope scope) =>
        Submissions.Stop(scope.Run, step.On, step.JobId);

    private Task<IFlink> Flink(StopJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
