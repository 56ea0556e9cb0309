using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>Looks at the rehearsal again and again, by the rules of every start. Once it is stable, what it wrote is compared.</summary>
public sealed class AwaitRehearsalHandler(
    IFlinkClusters flinks,
    IKafkaClusters kafkas,
    JobClusterLookup clusters,
    SavepointLedger savepoints,
    TimeProvider clock
) : IStepHandler<AwaitRehearsal>
{
    public async Task<Observation> Observe(AwaitRehearsal step, StepScope scope, CancellationToken stop) =>
        await Look(step, scope, stop) is { State: ObservedState.After } stable
            ? stable
            : new(ObservedState.Before, null, $"the rehearsal of {step.On.Name} isn't stable yet");

    public Task<EngineId?> Act(AwaitRehearsal step, StepScope scope, CancellationToken stop) =>
        Task.FromResult<EngineId?>(null);

    public Task<Observation> Verify(AwaitRehearsal step, StepScope scope, CancellationToken stop) =>
        Look(step, scope, stop);

    public Task<Verdict> Undo(AwaitRehearsal step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Task.FromResult(Verdict.Good);

    private async Task<Observation> Look(AwaitRehearsal step, StepScope scope, CancellationToken stop)
    {
        var flink = await scope.Open(flinks.Open, step.On.Cluster, stop);
        var subject = $"The rehearsal of {step.On.Name}";
        var look = new StabilityLook(flink, step, subject, step.Gate, step.Within, scope, clock);
        var id = new RehearsalNames(scope.Run, step.On).JobId;
        var seen = await look.At(id, stop);
        if (seen.State != ObservedState.After)
        {
            return seen;
        }

        // Without the state it rehearsed nothing of what the upgrade does.
        return await StartedState.Lost(flink, id, scope, stop) is { } lost
            ? new(ObservedState.Other, null, $"{subject} doesn't count: {lost}")
            : seen with
            {
                Remarks = await Compared(flink, step, scope, stop),
            };
    }

    private async Task<string?> Compared(IFlink flink, AwaitRehearsal step, StepScope scope, CancellationToken stop)
    {
        var fork = await new RehearsalFork(flink, savepoints, step.On, step.JobId, scope).Find(stop);
        var topics = new RehearsalTopics(kafkas, clusters, step.On, scope);
        var words = new List<string>();
        foreach (var table in step.Tables)
        {
            words.Add(await Compared(topics, table, fork?.WrittenAt, stop));
        }

        return string.Join(' ', words);
    }

    // What can't be read is no reason to hold the upgrade back.
    private static async Task<string> Compared(
        RehearsalTopics topics,
        string table,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        try
        {
            var (scratch, topic) = await topics.Place(table, stop);
            var kafka = await topics.Open(scratch.Cluster, stop);
            var running = await kafka.Written(topic, since, stop);
            return OutputComparison.InWords(table, running, await kafka.Written(scratch.Name, since: null, stop));
        }
        catch (EngineException unread)
        {
            return $"What was written to {table} wasn't compared: {unread.Message}";
        }
    }
}
