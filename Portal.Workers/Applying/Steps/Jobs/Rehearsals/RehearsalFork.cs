using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs.Rehearsals;

/// <summary>The savepoint that a rehearsal starts from: it lies in a folder of the run's own, and nothing else there is ever deleted.</summary>
/// <param name="jobId">The run that it was taken of.</param>
internal sealed class RehearsalFork(
    IFlink flink,
    SavepointLedger savepoints,
    ResourceRef on,
    string jobId,
    StepScope scope
)
{
    private readonly JobSavepoint _place = new RehearsalNames(scope.Run, on).Fork(jobId);

    public Task Take(CancellationToken stop) => flink.Fork(_place, scope.Deadline, stop);

    public Task<bool> IsTaking(CancellationToken stop) => flink.IsTaking(_place, stop);

    /// <summary>What lies in the folder, newest first: a request whose answer was lost with its JobManager may have left one too.</summary>
    public async Task<IReadOnlyList<StoredState>> All(CancellationToken stop)
    {
        var found =
            await flink.States(_place.Name, jobId, stop)
            ?? throw new EngineException(
                EngineFault.Final,
                "The folders of savepoints can't be looked into by the portal's workers."
            );
        return [.. found.Where(state => state.Path.Contains($"/{_place.Mark}/", StringComparison.Ordinal))];
    }

    /// <summary>Recorded before anything goes on with it.</summary>
    public async Task<StoredState?> Find(CancellationToken stop)
    {
        if (await All(stop) is not [var newest, ..])
        {
            return null;
        }

        var bytes = (await flink.SavepointOf(_place, stop))?.Bytes;
        await savepoints.Keep(scope.Fenced, on, jobId, newest.Path, bytes, isFork: true, stop);
        return newest;
    }

    /// <summary>
    /// Whether the run has completed a checkpoint since: what it had written by the savepoint belongs to that one too, whatever happens, so it
    /// makes no difference who commits it.
    /// </summary>
    public async Task<bool> IsBehindCheckpoint(StoredState fork, CancellationToken stop) =>
        await flink.Checkpoints(jobId, stop) is { } checkpoints && Settlement.IsBehindCheckpoint(checkpoints, fork);

    /// <returns>Why something of it is left; null when nothing is.</returns>
    public async Task<string?> Delete(CancellationToken stop)
    {
        await savepoints.Deleting(scope.Fenced, on, isFork: true, stop);
        foreach (var fork in await All(stop))
        {
            if (await flink.DeleteSavepoint(fork.Path, scope.Deadline, stop) is { } failure)
            {
                return $"The savepoint {fork.Path} can't be deleted: {failure}";
            }
        }

        await savepoints.Deleted(scope.Fenced, on, isFork: true, stop);
        return null;
    }
}
