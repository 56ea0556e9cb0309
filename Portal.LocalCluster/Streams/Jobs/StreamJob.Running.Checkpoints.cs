using Portal.LocalCluster.Streams.State;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private int _failedInARow;

    /// <summary>The input has ended: what is open is sent, and committed for good with a checkpoint. As in Flink, the job isn't over before that.</summary>
    /// <returns>False: the checkpoint couldn't be written, and is to be tried again.</returns>
    private bool Finish(RunningPlan running)
    {
        if (Options.CheckpointInterval is not null && _store is not null)
        {
            Checkpoint(running);
            if (_failedInARow > 0)
            {
                return false;
            }
        }
        else
        {
            running.Prepare(Options.CheckpointTimeout);
            running.Commit();
        }

        End();
        return true;
    }

    /// <summary>One that can't be written is no fault of the job's: it goes on, up to the failures in a row that it tolerates.</summary>
    private void Checkpoint(RunningPlan running)
    {
        if (_store is null)
        {
            return;
        }

        var failure = Write(running, savepoint: null);
        _failedInARow = failure is null ? 0 : _failedInARow + 1;
        if (failure is not null && _failedInARow > Options.TolerableFailedCheckpoints)
        {
            throw new CheckpointException(
                $"Exceeded checkpoint tolerable failure threshold. {_failedInARow} in a row failed, {Options.TolerableFailedCheckpoints} are tolerated ('execution.checkpointing.tolerable-failed-checkpoints'); the latest: {JobFault.Of(failure).Words}",
                failure
            );
        }
    }

    /// <summary>
    /// Everything written is with the brokers; then the state is on the disk; then what was written is committed. A savepoint commits too, so the
    /// job must not go back behind it: its state is kept as a checkpoint as well.
    /// </summary>
    /// <returns>Why it can't lie where it should, the job being as it was before; null: it does.</returns>
    private Exception? Write(RunningPlan running, SavepointRequest? savepoint)
    {
        var (id, now, began) = (_record.LastCheckpoint + 1, NowMs, _time.GetTimestamp());
        var kept = _store!.CheckpointFolder(_record.Id, id);
        Snapshot? snapshot = null;
        Exception? failure;
        try
        {
            // Where it can't lie, nothing is prepared.
            failure = savepoint is null ? null : Unwritten(() => Directory.CreateDirectory(savepoint.Folder));
            if (failure is null)
            {
                (failure, snapshot) = Write(running, id, began, savepoint);
            }
        }
        catch (Exception failed)
        {
            _record = With(Taken(JobFault.Of(failed).Words));
            throw;
        }

        Keep(With(Taken(failure is null ? null : JobFault.Of(failure).Words)));
        return failure;

        CheckpointRecord Taken(string? words) =>
            new(
                id,
                now,
                (long)_time.GetElapsedTime(began).TotalMilliseconds,
                snapshot is null ? 0 : running.Chain.Operators.Sum(o => o.Length),
                savepoint is not null,
                Uri(savepoint?.Folder ?? kept),
                words
            )
            {
                Vertices = running.BytesByVertex(snapshot is null ? [] : running.Chain.Operators),
                Written = running.BytesByVertex(snapshot?.Operators ?? []),
            };
    }

    private (Exception? Failure, Snapshot? Written) Write(
        RunningPlan running,
        long id,
        long began,
        SavepointRequest? savepoint
    )
    {
        var kept = _store!.CheckpointFolder(_record.Id, id);
        if (savepoint is { Drains: true })
        {
            running.Drain();
        }

        running.Prepare(Options.CheckpointTimeout);
        Snapshot? snapshot = null;
        var failure = Unwritten(() =>
            snapshot = running.Write(kept, id, NowMs, isWhole: savepoint is not null, () => Expire(id, began))
        );
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
