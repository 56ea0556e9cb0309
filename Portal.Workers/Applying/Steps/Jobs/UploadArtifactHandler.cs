using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// Known again by its name, which carries the digest. Flink loses its JARs with its JobManager; then the start uploads it once more.
/// </summary>
public sealed class UploadArtifactHandler(IFlinkClusters flinks, ProgramDelivery delivery)
    : IStepHandler<UploadArtifact>
{
    /// <summary>That it is there already is no reason to plan again, as it is with what a person made: it is the same to the last byte, and nothing of it runs.</summary>
    public Task<Observation> Observe(UploadArtifact step, StepScope scope, CancellationToken stop) =>
        Task.FromResult(new Observation(ObservedState.Before, null, "the JAR is to be at Flink"));

    public Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop) =>
        Verify((UploadArtifact)step, scope, stop);

    public async Task<EngineId?> Act(UploadArtifact step, StepScope scope, CancellationToken stop)
    {
        // Its id is of a file, and not of the job: no incarnation.
        await delivery.Upload((await Flink(step, scope, stop)).Jars, step.Jars, stop);
        return null;
    }

    public Task<Observation> Verify(UploadArtifact step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Look(step, scope, again), found => found.State == ObservedState.After, stop);

    /// <summary>Deletes it. One that another start needs meanwhile is uploaded by that start.</summary>
    public async Task<Verdict> Undo(UploadArtifact step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var jars = (await Flink(step, scope, stop)).Jars;
        if (await jars.Find(step.Jars.Digest, stop) is { } id)
        {
            await jars.Delete(id, scope.Deadline, stop);
        }

        return await jars.Find(step.Jars.Digest, stop) is null
            ? Verdict.Good
            : throw NotShownYet.Of("the JAR is still at Flink");
    }

    private async Task<Observation> Look(UploadArtifact step, StepScope scope, CancellationToken stop) =>
        await (await Flink(step, scope, stop)).Jars.Find(step.Jars.Digest, stop) is { } id
            ? new(ObservedState.After, null, $"Flink has the JAR as {id}")
            : new(ObservedState.Before, null, "Flink doesn't have the JAR");

    private Task<IFlink> Flink(UploadArtifact step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
