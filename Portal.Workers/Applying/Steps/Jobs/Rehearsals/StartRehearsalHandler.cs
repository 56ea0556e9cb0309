using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Arguments;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>
/// Whether it goes well, the wait after it sees: here it counts that Flink took the job. Its sinks have no transactions, because one that has
/// them ends all of the prefix in the state it was restored from, which is the running version's.
/// </summary>
public sealed class StartRehearsalHandler(
    IFlinkClusters flinks,
    IKafkaClusters kafkas,
    JobTopics topics,
    JobClusterLookup clusters,
    SavepointLedger savepoints,
    ProgramStarts programs
) : IStepHandler<StartRehearsal>
{
    public async Task<Observation> Observe(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        await (await Run(step, scope, stop)).Find(stop) is { } job
            ? new(ObservedState.After, null, $"the rehearsal of {step.On.Name} is {job.Status}")
            : new(ObservedState.Before, null, $"no rehearsal of {step.On.Name} runs");

    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var start = (StartRehearsal)step;
        var seen = await Shown(start, scope, stop);
        var id = new RehearsalNames(scope.Run, step.On).JobId;
        return IsSql(start)
            ? await StartedElsewhere.Look(await Flink(start, scope, stop), id, seen, wasOver: false, stop)
            : seen;
    }

    public async Task<EngineId?> Act(StartRehearsal step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var run = new RehearsalRun(flink, step.On, scope);
        var fork = await new RehearsalFork(flink, savepoints, step.On, step.JobId, scope).Find(stop);
        if (fork is null)
        {
            throw new EngineException(EngineFault.Final, $"The savepoint to rehearse {step.On.Name} from isn't found.");
        }

        var scratch = await Scratch(step, scope, stop);
        var tables = await topics.Of(
            step.On.Cluster,
            run.Names.Job,
            ApprovedTables.Of(step.Definition, step.On, scope),
            PlannedTopics.Of(scope.Plan, scope.Made),
            scratch,
            stop
        );
        if (tables.FirstOrDefault(t => t.Problem is not null) is { } broken)
        {
            throw new EngineException(EngineFault.Final, $"{broken.Name}: {broken.Problem}");
        }

        if (!await savepoints.Restore(scope.Fenced, step.On, fork.Path, run.Names.JobId, stop))
        {
            throw new EngineException(EngineFault.Final, $"{fork.Path} is being deleted, so nothing starts from it.");
        }

        var (name, id) = (run.Names.Job, run.Names.JobId);
        if (step.Definition.Program is { } program)
        {
            var arguments = new RehearsedArguments(scratch, run.Names.Ending);
            var started = new ProgramSubmission(name, id, step.Definition, program, [], fork.Path, arguments);
            return new(await programs.Submit(flink, step.On, started, scope, stop));
        }

        var submission = JobSubmission.Of(name, id, step.Definition, tables, fork.Path) with { IsRehearsal = true };
        return new(await flink.Submit(submission, scope.Deadline, stop));
    }

    /// <summary>A program that isn't known again would be cancelled at its start in production: that is found here.</summary>
    public async Task<Observation> Verify(StartRehearsal step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var names = new RehearsalNames(scope.Run, step.On);
        var run = new StartedRun(flink, step.On with { Name = names.Job }, names.JobId);
        if (await run.Misnamed(step.Definition, scope, stop) is { } misnamed)
        {
            return misnamed;
        }

        var seen = await Shown(step, scope, stop);
        return IsSql(step) ? await StartedElsewhere.Look(flink, names.JobId, seen, wasOver: true, stop) : seen;
    }

    public async Task<Verdict> Undo(StartRehearsal step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        await (await Run(step, scope, stop)).Cancel(stop);
        var groups = new RehearsalGroups(kafkas, clusters, step.On, scope);
        await groups.Delete(RehearsalPlan.Groups(step.Definition), stop);
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

    private Task<Observation> Shown(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Observe(step, scope, again), found => found.State == ObservedState.After, stop);

    private static bool IsSql(StartRehearsal step) => step.Definition.Program is null;

    private async Task<RehearsalRun> Run(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        new(await Flink(step, scope, stop), step.On, scope);

    private Task<IFlink> Flink(StartRehearsal step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
