using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>First the job, then what it wrote, then what it started from: whatever is left of them.</summary>
public sealed class EndRehearsalHandler(
    IFlinkClusters flinks,
    IKafkaClusters kafkas,
    JobClusterLookup clusters,
    SavepointLedger savepoints
) : IStepHandler<EndRehearsal>
{
    public async Task<Observation> Observe(EndRehearsal step, StepScope scope, CancellationToken stop)
    {
        var (run, fork, scratch) = await Parts(step, scope, stop);
        var left = new List<string>();
        if (await run.Find(stop) is { IsAlive: true })
        {
            left.Add($"job {run.Names.Job}");
        }

        foreach (var table in step.Tables)
        {
            var (topic, _) = await scratch.Place(table, stop);
            if (await scratch.Find(topic, stop) is not null)
            {
                left.Add($"topic {topic.Name}");
            }
        }

        left.AddRange((await fork.All(stop)).Select(state => $"savepoint {state.Path}"));
        return left.Count > 0
            ? new(ObservedState.Before, null, $"of the rehearsal there is {string.Join(", ", left)}")
            : new(ObservedState.After, null, $"nothing of the rehearsal of {step.On.Name} is left");
    }

    public async Task<EngineId?> Act(EndRehearsal step, StepScope scope, CancellationToken stop)
    {
        var (run, fork, scratch) = await Parts(step, scope, stop);
        await run.Cancel(stop);
        await new RehearsalGroups(kafkas, clusters, step.On, scope).Delete(step.Groups ?? [], stop);
        foreach (var table in step.Tables)
        {
            await scratch.Delete(table, made: null, stop);
        }

        return await fork.Delete(stop) is { } left ? throw new EngineException(EngineFault.Transient, left) : null;
    }

    /// <summary>Nothing of it comes back: what follows starts anew.</summary>
    public Task<Verdict> Undo(EndRehearsal step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Good);

    private async Task<(RehearsalRun Run, RehearsalFork Fork, RehearsalTopics Scratch)> Parts(
        EndRehearsal step,
        StepScope scope,
        CancellationToken stop
    )
    {
        var flink = await scope.Open(flinks.Open, step.On.Cluster, stop);
        return (
            new(flink, step.On, scope),
            new(flink, savepoints, step.On, step.JobId, scope),
            new(kafkas, clusters, step.On, scope)
        );
    }
}
