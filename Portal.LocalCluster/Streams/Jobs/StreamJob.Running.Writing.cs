using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private (Exception? Failure, Snapshot? Written) Write(
        RunningPlan running,
        long id,
        long began,
        SavepointRequest? savepoint
    )
    {
        var kept = _store!.CheckpointFolder(_record.Id, id);
        Snapshot? snapshot = null;
        var failure = Unwritten(() => running.Rest(drains: savepoint is { Drains: true }, Options.CheckpointTimeout));
        if (failure is null)
        {
            running.Prepare(Options.CheckpointTimeout);
            failure = Unwritten(() =>
                snapshot = running.Write(kept, id, NowMs, isWhole: savepoint is not null, () => Expire(id, began))
            );
        }

        if (failure is not null)
        {
            // All windows were sent as if the input had ended, so it can't go on from here: it starts again from its last checkpoint.
            return savepoint is { Drains: true }
                ? throw new CheckpointException($"Stop-with-savepoint failed. {JobFault.Of(failure).Words}", failure)
                : (Unprepared(running, failure), null);
        }

        // From here on the checkpoint counts, whatever becomes of the savepoint's copy.
        failure = savepoint is null ? null : Unwritten(() => SnapshotFile.Copy(kept, savepoint.Folder));
        running.Commit();
        _store.DeleteCheckpointsBefore(_record.Id, id, running.Chain.Folders);
        return failure is not null && savepoint is { Drains: true }
            ? throw new CheckpointException($"Stop-with-savepoint failed. {JobFault.Of(failure).Words}", failure)
            : (failure, failure is null ? snapshot : null);
    }

    private static Exception Unprepared(RunningPlan running, Exception failure)
    {
        running.Unprepare();
        return failure;
    }

    private static Exception? Unwritten(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or CheckpointException)
        {
            return failed;
        }
    }
}
