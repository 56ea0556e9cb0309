using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>
/// The savepoint that a run was to end with. A JobManager that takes the run over before it has finished goes on from the checkpoint of before, and commits what comes
/// after the savepoint too: a start from there would write that twice. It also aborts what the savepoint had prepared, and writes it again: ended before its next checkpoint, it leaves
/// that out, and so would a start from there.
/// </summary>
internal static class StopSavepoint
{
    /// <param name="job">The run as Flink lists it; null: it doesn't.</param>
    /// <returns>Null when there is none; and whether the run went on after it.</returns>
    public static async Task<(StoredSavepoint? Savepoint, bool IsPassed)> Look(
        IFlink flink,
        JobSavepoint wanted,
        FlinkJob? job,
        CancellationToken stop
    )
    {
        var found = await flink.SavepointOf(wanted, stop);
        if (found is null || job?.Status == FlinkStatus.Finished)
        {
            return (found, false);
        }

        var states = await flink.States(wanted.Name, wanted.JobId, stop) ?? [];
        if (states.FirstOrDefault(state => SavepointPath.Same(state.Path, found.Path)) is not { } there)
        {
            return (found, false);
        }

        var told = await flink.Checkpoints(wanted.JobId, stop);
        return (
            found,
            Settlement.IsPassed(told, states, there) || await HasRestarted(flink, wanted.JobId, told, there, stop)
        );
    }

    /// <summary>Where the next run starts.</summary>
    /// <exception cref="EngineException">Final: there is none, or the run went on after it.</exception>
    public static async Task<string> Of(IFlink flink, JobSavepoint wanted, FlinkJob? job, CancellationToken stop) =>
        await Look(flink, wanted, job, stop) switch
        {
            ({ } savepoint, false) => savepoint.Path,
            (null, _) => throw new EngineException(
                EngineFault.Final,
                $"{wanted.Name} doesn't run, and the savepoint that it was to be stopped with isn't found."
            ),
            _ => throw new EngineException(
                EngineFault.Final,
                $"{wanted.Name} doesn't run, and it went on after the savepoint that it was to be stopped with: from there what it committed since would be written again, and what it aborted would be missing."
            ),
        };

    /// <summary>Whether all of it was scheduled again after the savepoint, from an older state.</summary>
    private static async Task<bool> HasRestarted(
        IFlink flink,
        string jobId,
        FlinkCheckpoints? told,
        StoredState savepoint,
        CancellationToken stop
    ) =>
        await flink.Job(jobId, stop) is { RunningSince: { } since }
        && since > savepoint.WrittenAt
        // The bundled cluster goes on from the savepoint, which it keeps as the checkpoint of that number too.
        && !(
            told?.RestoredFrom is { } from
            && Settlement.NumberOf(told, savepoint) is { } number
            && new StoredState(from, since).CheckpointNumber == number
        );
}
