using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// The savepoint lies in a folder that is named after the run, so it is found though Flink's answer was lost, or Flink itself; a second try takes no second one. A job
/// that ended without it was ended by somebody else.
/// </summary>
public sealed class TakeSavepointHandler(IFlinkClusters flinks, SavepointLedger savepoints)
    : IStepHandler<TakeSavepoint>
{
    public async Task<Observation> Observe(TakeSavepoint step, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        if (await flink.SavepointOf(PlaceOf(step, scope), stop) is { } found)
        {
            await savepoints.Keep(scope.Fenced, step.On, step.JobId, found.Path, found.Bytes, isFork: false, stop);
            return new(ObservedState.After, null, $"{step.On.Name} goes on, with the savepoint {found.Path}");
        }

        var job = await ListedJobs.Find(flink, step.JobId, stop);
        return job is { IsAlive: true }
            ? new(ObservedState.Before, null, $"no savepoint of {step.On.Name} was taken by this change")
            : new(
                ObservedState.Other,
                null,
                $"job {step.JobId} is {job?.Status ?? "not known to Flink"}, without a savepoint of this change"
            );
    }

    public async Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop)
    {
        var mine = (TakeSavepoint)step;
        var flink = await Flink(mine, scope, stop);
        // Before it is looked for: one that is whole in between is found.
        var isTaking = await flink.IsTaking(PlaceOf(mine, scope), stop);
        var seen = await Observe(mine, scope, stop);
        return seen.State == ObservedState.Before && isTaking
            ? throw NotShownYet.Of($"the savepoint of {step.On.Name} is still being written")
            : seen;
    }

    public async Task<EngineId?> Act(TakeSavepoint step, StepScope scope, CancellationToken stop)
    {
        await (await Flink(step, scope, stop)).Fork(PlaceOf(step, scope), scope.Deadline, stop);
        return null;
    }

    /// <summary>Deletes it, unless somebody pinned it or another change started a job from it; from the moment it is noted nothing starts from it. Flink goes on listing what is deleted, so its folder says what is left.</summary>
    public async Task<Verdict> Undo(TakeSavepoint step, Undoing undoing, StepScope scope, CancellationToken stop)
    {
        var flink = await Flink(step, scope, stop);
        var place = PlaceOf(step, scope);
        var states =
            await flink.States(step.On.Name, step.JobId, stop)
            ?? throw new EngineException(
                EngineFault.Final,
                "The folders of savepoints can't be looked into by the portal's workers."
            );
        var left = states.Where(s => s.Path.Contains($"/{place.Mark}/", StringComparison.Ordinal)).ToList();
        if (left.Count == 0 && await flink.IsTaking(place, stop))
        {
            throw NotShownYet.Of($"the savepoint of {step.On.Name} is still being written");
        }

        foreach (var taken in left)
        {
            await savepoints.Keep(scope.Fenced, step.On, step.JobId, taken.Path, bytes: null, isFork: false, stop);
            if (!await savepoints.Deleting(scope.Fenced, step.On, isFork: false, stop))
            {
                return Verdict.Leaving(
                    $"The savepoint {taken.Path} stays: somebody pinned it, or another change started a job from it."
                );
            }

            if (await flink.DeleteSavepoint(taken.Path, scope.Deadline, stop) is { } failure)
            {
                return Verdict.Not($"The savepoint {taken.Path} can't be deleted: {failure}");
            }
        }

        await savepoints.Deleted(scope.Fenced, step.On, isFork: false, stop);
        return Verdict.Good;
    }

    // The folder and the request of a stop: no change does both to one job.
    private static JobSavepoint PlaceOf(TakeSavepoint step, StepScope scope) =>
        Submissions.Stop(scope.Run, step.On, step.JobId);

    private Task<IFlink> Flink(TakeSavepoint step, StepScope scope, CancellationToken stop) =>
        scope.Open(flinks.Open, step.On.Cluster, stop);
}
