using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// The job's id follows from the run, so a second try finds what the first has started. Flink forgets ids with its JobManager and with the end of a
/// job; then the checkpoints that the job left say that it ran, and nothing is started twice.
/// </summary>
public sealed class StartJobHandler(IFlinkClusters flinks, Starts starts) : IStepHandler<StartJob>
{
    public async Task<Observation> Observe(StartJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        return await new StartedRun(flink, step.On, Submissions.JobId(scope.Run, step.On)).Look(stop);
    }

    /// <summary>A run that ended by itself before its first checkpoint left nothing to take back: none of what it wrote can be read.</summary>
    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var start = (StartJob)step;
        var seen = await scope.Retry.Until(
            again => Observe(start, scope, again),
            found => found.State != ObservedState.Before,
            stop
        );
        var id = Submissions.JobId(scope.Run, step.On);
        var hasEnded = seen.Resource is LiveJob { State: JobRunState.Ended } ended && ended.JobId == id;
        return hasEnded && await Seen(await Flink(start, scope, stop), start, id, stop) is null
            ? seen with
            {
                State = ObservedState.Before,
            }
            : seen;
    }

    public async Task<EngineId?> Act(StartJob step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        if ((await flink.Jobs(stop)).FirstOrDefault(j => j.Name == step.On.Name && j.IsAlive) is { } other)
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
        var run = new StartedRun(flink, step.On, Submissions.JobId(scope.Run, step.On));
        return await run.Misnamed(step.Definition, scope, stop) ?? await run.UntilItRuns(scope, stop);
    }

    /// <summary>Cancels it while none of its checkpoints was completed: with the first one its output is there for good.</summary>
    public async Task<Verdict> Undo(StartJob step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var id = undoing.Incarnation?.Value ?? Submissions.JobId(scope.Run, step.On);
        if (await Seen(flink, step, id, stop) is { } before)
        {
            return before;
        }

        var run = new FlinkRun(flink, id, scope);
        return await run.Cancel(await run.FindListed(stop), stop) is not null
            ? throw NotShownYet.Of($"job {id} is still alive")
            : await Seen(flink, step, id, stop) ?? Verdict.Good;
    }

    // A JobManager that took it over counts from 0 again: then its folder says that it completed some, or that it was restored from one of its own.
    private static async Task<Verdict?> Seen(IFlink flink, StartJob step, string id, CancellationToken stop)
    {
        var checkpoints = await flink.Checkpoints(id, stop);
        var isCounted =
            checkpoints is { Completed: > 0 }
            || checkpoints?.RestoredFrom?.Contains($"/{id}/", StringComparison.Ordinal) == true;
        return isCounted || await flink.States(step.On.Name, id, stop) is { Count: > 0 }
            ? Verdict.Not(
                $"{step.On.Name} completed a checkpoint as job {id}, so what it wrote can be read{await Written(flink, id, stop)}. Going back would write it again. Settle this change to keep what runs; a change to the former version then goes on from the newest state."
            )
            : null;
    }

    private static async Task<string> Written(IFlink flink, string id, CancellationToken stop) =>
        await flink.Job(id, stop) is { } detail
        && (await flink.Gauges(id, detail.Operators, stop)).Written is > 0 and var written
            ? $": {Quantity.Of(written, "record", "records")} since its last start"
            : "";

    private static async Task<string?> From(IFlink flink, StartJob step, StepScope scope, CancellationToken stop)
    {
        if (step.Stopped is not { } stopped)
        {
            return step.From;
        }

        return (await flink.SavepointOf(Submissions.Stop(scope.Run, step.On, stopped), stop))?.Path
            ?? throw new EngineException(
                EngineFault.Final,
                $"The savepoint that {step.On.Name} was stopped with isn't found, and without it the job would begin anew."
            );
    }

    private Task<IFlink> Flink(StartJob step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
