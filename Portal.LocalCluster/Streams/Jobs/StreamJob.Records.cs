using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private void Fail(Exception fault, string state)
    {
        var now = NowMs;
        var (name, words) = JobFault.Of(fault);
        var failure = new FailureRecord(
            now,
            name,
            words,
            _running?.FailedTask ?? (Vertices is [var first, ..] ? first.Name : "")
        );
        var record = _record.In(state, now);
        record = record with
        {
            Failures = [failure, .. record.Failures.Take(MostFailuresKept - 1)],
            Restarts = record.Restarts + (state == JobStates.Restarting ? 1 : 0),
        };
        while (_savepoints.TryDequeue(out var request))
        {
            request.Failed(words);
        }

        if (!record.IsOver)
        {
            Keep(record);
            return;
        }

        _record = record.In(JobStates.Failing, now);
        ReturnSlots();
        KeepEnd(record);
    }

    private void Keep(JobRecord record)
    {
        _record = record;
        // On a full disk is what is older; the checkpoints, which count, are not.
        _ = IsKept(record);
    }

    /// <summary>
    /// A job is over once that is on the disk, and not before: it would begin again with the next start of the process, and write again what it wrote. On a
    /// full disk it waits for room.
    /// </summary>
    /// <returns>False: the process ends, and the job goes on with its next start from its last checkpoint.</returns>
    private bool KeepEnd(JobRecord record)
    {
        while (!IsKept(record))
        {
            lock (_pausing)
            {
                if (_isSuspended)
                {
                    return false;
                }

                Monitor.Wait(_pausing, RoomEvery);
            }
        }

        _record = record;
        return true;
    }

    private bool IsKept(JobRecord record)
    {
        try
        {
            _store?.Save(record);
            return true;
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Before its file has its name, so that no start takes it for one that was completed.
    private void Expire(long id, long began)
    {
        var (took, most) = (_time.GetElapsedTime(began), Options.CheckpointTimeout);
        if (took >= most)
        {
            throw new CheckpointException(
                $"Checkpoint {id} expired before completing: it took {took.TotalSeconds:0.#}\u00A0s, and may take {most.TotalSeconds:0.###}\u00A0s ('execution.checkpointing.timeout')."
            );
        }
    }

    private JobRecord With(CheckpointRecord taken)
    {
        var isGood = taken.Failure is null;
        return _record with
        {
            LastCheckpoint = taken.Id,
            Checkpoints = [taken, .. _record.Checkpoints.Take(MostCheckpointsKept - 1)],
            Completed = _record.Completed + (isGood ? 1 : 0),
            FailedCheckpoints = _record.FailedCheckpoints + (isGood ? 0 : 1),
            Savepoint = isGood && taken.IsSavepoint ? taken : _record.Savepoint,
        };
    }

    private static string Uri(string folder) => new Uri(folder).AbsoluteUri;
}
