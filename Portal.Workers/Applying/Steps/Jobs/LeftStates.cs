using Portal.Engines;
using Portal.Engines.Flink;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// What a run left that was here for sure. Flink made its folder of checkpoints then, so a worker that doesn't find it lacks the volume: that isn't taken for
/// nothing left, and another worker goes on.
/// </summary>
internal static class LeftStates
{
    /// <returns>Newest first.</returns>
    /// <exception cref="EngineException">Transient: this worker can't look into the folders.</exception>
    public static async Task<IReadOnlyList<StoredState>> Of(
        IFlink flink,
        string job,
        string jobId,
        CancellationToken stop
    ) =>
        await flink.States(job, jobId, stop)
        ?? throw new EngineException(
            EngineFault.Transient,
            $"The folders of Flink's checkpoints and savepoints can't be looked into by this worker, so what job {jobId} left isn't known. Mount them on the machines of all workers."
        );
}
