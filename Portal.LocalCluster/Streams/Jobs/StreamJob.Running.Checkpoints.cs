using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    /// <summary>The input has ended: what is open is sent, and committed for good.</summary>
    private void Finish(RunningPlan running)
    {
        if (Options.CheckpointInterval is not null && _store is not null)
        {
            Checkpoint(running);
        }
        else
        {
            running.Prepare(Options.CheckpointTimeout);
            running.Commit();
        }

        Keep(_record.In(JobStates.Finished, NowMs));
        _store?.DeleteCheckpoints(_record.Id);
    }

    private void Checkpoint(RunningPlan running)
    {
        var id = _record.LastCheckpoint + 1;
        if (_store is null)
        {
            return;
        }

        Write(running, id, savepoint: null);
    }

    /// <returns>The job ends with it.</returns>
    private bool Savepoint(RunningPlan running, SavepointRequest request)
    {
        try
        {
            if (request.Drains)
            {
                running.Drain();
            }

            Write(running, _record.LastCheckpoint + 1, request.Folder);
        }
        catch (Exception failed)
        {
            request.Done(JobFault.Of(failed).Words);
            throw;
        }

        if (request.Stops)
        {
            Keep(_record.In(JobStates.Finished, NowMs));
            _store?.DeleteCheckpoints(_record.Id);
        }

        request.Done();
        return request.Stops;
    }

    /// <summary>
    /// Everything written is with the brokers; then the state is on the disk; then what was written is committed. A savepoint commits too, so the
    /// job must not go back behind it: its state is kept as a checkpoint as well.
    /// </summary>
    private void Write(RunningPlan running, long id, string? savepoint)
    {
        var kept = _store!.CheckpointFolder(_record.Id, id);
        var folder = savepoint ?? kept;
        var now = NowMs;
        var began = _time.GetTimestamp();
        CheckpointRecord Taken(long bytes, string? failure) =>
            new(
                id,
                now,
                (long)_time.GetElapsedTime(began).TotalMilliseconds,
                bytes,
                savepoint is not null,
                Uri(folder),
                failure
            );
        try
        {
            if (savepoint is not null)
            {
                // Where it can't lie, nothing is prepared.
                Directory.CreateDirectory(savepoint);
            }

            running.Prepare(Options.CheckpointTimeout);
            var snapshot = new Snapshot(id, now, running.Save());
            Expire(id, began);
            snapshot.Write(kept);
            if (savepoint is not null)
            {
                snapshot.Write(savepoint);
            }

            running.Commit();
            _store.DeleteCheckpointsBefore(_record.Id, id);
            var taken = Taken(snapshot.Bytes, null);
            var record = With(taken);
            Keep(
                record with
                {
                    Completed = record.Completed + 1,
                    Savepoint = savepoint is null ? record.Savepoint : taken,
                }
            );
        }
        catch (Exception failed)
        {
            var record = With(Taken(0, JobFault.Of(failed).Words));
            _record = record with { FailedCheckpoints = record.FailedCheckpoints + 1 };
            throw;
        }
    }

    // Before anything of it is on the disk, so that no start takes it for whole.
    private void Expire(long id, long began)
    {
        var (took, most) = (_time.GetElapsedTime(began), Options.CheckpointTimeout);
        if (took >= most)
        {
            throw new SqlDataException(
                $"Checkpoint {id} expired before completing: it took {took.TotalSeconds:0.#}\u00A0s, and may take {most.TotalSeconds:0.###}\u00A0s ('execution.checkpointing.timeout')."
            );
        }
    }

    private JobRecord With(CheckpointRecord taken) =>
        _record with
        {
            LastCheckpoint = taken.Id,
            Checkpoints = [taken, .. _record.Checkpoints.Take(MostCheckpointsKept - 1)],
        };

    private static string Uri(string folder) => new Uri(folder).AbsoluteUri;
}
