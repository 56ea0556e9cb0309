using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>
/// Whether it goes well, the wait after it sees: here it counts that Flink took the job. Its sinks have no transactions, because one that has
/// them ends all of the prefix in the state it was restored from, which is the running version's.
/// </summary>
public sealed class StartRehearsalHandler(
    IFlinkClusters flinks,
    IKafkaClusters kafkas,
    JobTopics topics,
    JobClusters clusters,
    SavepointLedger savepoints
) : IStepHandler<StartRehearsal>
{
    public async Task<Observation> Observe(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        await (await Run(step, scope, stop)).Find(stop) is { } job
            ? new(ObservedState.After, null, $"the rehearsal of {step.On.Name} is {job.Status}")
            : new(ObservedState.Before, null, $"no rehearsal of {step.On.Name} runs");

    public async Task<EngineId?> Act(StartRehearsal step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var run = new RehearsalRun(flink, step.On, scope);
        var fork = await new RehearsalFork(flink, savepoints, step.On, step.JobId, scope).Find(stop);
        if (fork is null)
        {
            throw new EngineException(EngineFault.Final, $"The savepoint to rehearse {step.On.Name} from isn't found.");
        }

        var tables = await topics.Of(
            step.On.Cluster,
            run.Names.Job,
            ApprovedTables.Of(step.Definition, step.On, scope),
            PlannedTopics.Of(scope.Plan, scope.Made),
            await Scratch(step, scope, stop),
            stop
        );
        if (tables.FirstOrDefault(t => t.Problem is not null) is { } broken)
        {
            throw new EngineException(EngineFault.Final, $"{broken.Name}: {broken.Problem}");
        }

        if (!await savepoints.Restore(scope.Run, step.On, fork.Path, run.Names.JobId, stop))
        {
            throw new EngineException(EngineFault.Final, $"{fork.Path} is being deleted, so nothing starts from it.");
        }

        var submission = JobSubmission.Of(run.Names.Job, run.Names.JobId, step.Definition, tables, fork.Path) with
        {
            IsRehearsal = true,
        };
        return new(await flink.Submit(submission, scope.Deadline, stop));
    }

    public async Task<Verdict> Undo(StartRehearsal step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        await (await Run(step, scope, stop)).Cancel(stop);
        return Verdict.Good;
    }

    private async Task<Dictionary<string, string>> Scratch(StartRehearsal step, StepScope scope, CancellationToken stop)
    {
        var places = new RehearsalTopics(kafkas, clusters, step.On, scope);
        var scratch = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in RehearsalPlan.Written(step.Definition))
        {
            scratch[table] = (await places.Place(table, stop)).Scratch.Name;
        }

        return scratch;
    }

    private async Task<RehearsalRun> Run(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        new(await Flink(step, scope, stop), step.On, scope);

    private Task<IFlink> Flink(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
