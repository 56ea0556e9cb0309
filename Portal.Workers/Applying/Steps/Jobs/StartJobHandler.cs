using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// The job's id follows from the run, so a second try finds what the first has started. Flink forgets ids with its JobManager and with the end of a
/// job; then the checkpoints that the job left say that it ran, and nothing is started twice.
/// </summary>
public sealed class StartJobHandler(IFlinkClusters flinks, ListedJobs listed, Starts starts, StartedOutput output)
    : IStepHandler<StartJob>
{
    public async Task<Observation> Observe(StartJob step, StepScope scope, CancellationToken stop) =>
        await Run(await Flink(step, scope, stop), step, scope).Look(stop);

    /// <summary>A run that ended by itself before its first checkpoint left nothing to take back: what it wrote in transactions can't be read.</summary>
    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var start = (StartJob)step;
        var seen = await scope.Retry.Until(
            again => Observe(start, scope, again),
            found => found.State != ObservedState.Before,
            stop
        );
        var flink = await Flink(start, scope, stop);
        var id = Submissions.JobId(scope.Run, step.On);
        var hasEnded = seen.Resource is LiveJob { State: JobRunState.Ended } ended && ended.JobId == id;
        if (!hasEnded || await output.Seen(flink, start, id, scope, stop) is not null)
        {
            return await Run(flink, start, scope).Elsewhere(seen, wasOver: false, stop);
        }

        return seen with
        {
            State = ObservedState.Before,
            Remarks = EarlyOutput.InWords(start, null),
        };
    }

    public async Task<EngineId?> Act(StartJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var jobs = await listed.Of(flink, step.On.Cluster, [step.On.Name], stop);
        if (jobs.FirstOrDefault(j => j.Name == step.On.Name && j.IsAlive) is { } other)
        {
            throw new EngineException(
                EngineFault.Final,
                $"A job named {step.On.Name} is alive already, with the id {other.Id}. No second one is started."
            )
            {
                IsThereAlready = true,
            };
        }

        return new(
            await starts.Submit(
                flink,
                step.On,
                Submissions.JobId(scope.Run, step.On),
                ApprovedTables.Of(step.Definition, step.On, scope),
                PlannedTopics.Of(scope.Plan, scope.Made),
                await From(flink, step, scope, stop),
                scope,
                stop
            )
        );
    }

    public async Task<Observation> Verify(StartJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var run = Run(flink, step, scope);
        return await run.Misnamed(step.Definition, scope, stop) ?? await run.UntilItRuns(scope, stop);
    }

    /// <summary>
    /// Cancels it while none of its checkpoints was completed: with the first one its output is there for good. What it wrote without transactions before that
    /// is counted first.
    /// </summary>
    public async Task<Verdict> Undo(StartJob step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var id = undoing.Incarnation?.Value ?? Submissions.JobId(scope.Run, step.On);
        if (await output.Seen(flink, step, id, scope, stop) is { } before)
        {
            return before;
        }

        var run = new FlinkRun(flink, id, scope);
        var found = await run.FindListed(stop);
        var written = step.Definition.WritesInTransactions ? null : await StartedOutput.Written(flink, id, stop);
        if (await run.Cancel(found, stop) is not null)
        {
            throw NotShownYet.Of($"job {id} is still alive");
        }

        return await output.Seen(flink, step, id, scope, stop)
            ?? (EarlyOutput.InWords(step, written) is { } remains ? Verdict.Leaving(remains) : Verdict.Good);
    }

    private async Task<string?> From(IFlink flink, StartJob step, StepScope scope, CancellationToken stop)
    {
        if (step.Fork is { } fork)
        {
            return await starts.Forked(step.On, fork, stop);
        }

        if (step.Stopped is not { } stopped)
        {
            return step.From;
        }

        if (step.FromCheckpoint)
        {
            return await LastState.Of(flink, step.On.Name, stopped, step.Former, scope.Retry, stop);
        }

        return (await flink.SavepointOf(Submissions.Stop(scope.Run, step.On, stopped), stop))?.Path
            ?? throw new EngineException(
                EngineFault.Final,
                $"The savepoint that {step.On.Name} was stopped with isn't found, and without it the job would begin anew."
            );
    }

    // A savepoint that was requested may be of before the Flink that is there now.
    private static StartedRun Run(IFlink flink, StartJob step, StepScope scope) =>
        new(flink, step.On, Submissions.JobId(scope.Run, step.On))
        {
            HadRun =
                step is { From: not null, Restored: null, Fork: null }
                || scope.Plan.Any(other => other.On == step.On && other is StopJob),
            IsFromState = step.IsFromState,
            IsSql = step.Definition.Program is null,
        };

    private Task<IFlink> Flink(StartJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
