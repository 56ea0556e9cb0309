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
            running.Rest(drains: false, Options.CheckpointTimeout);
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
    /// job must not go back behind it: its state is kept as a checkpoint as well. Where this throws, the start is over, and nothing of it goes on.
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

        // Who ends with its savepoint stays at rest: what it sent from here on would be behind the savepoint, and be sent again by who begins from that.
        if (failure is not null || savepoint is not { Stops: true })
        {
            running.Resume();
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
                Subtasks = running.BytesBySubtask(
                    snapshot is null ? [] : running.Chain.Operators,
                    snapshot?.Operators ?? []
                ),
            };
    }
}
