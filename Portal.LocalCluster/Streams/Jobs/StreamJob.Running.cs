using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Subtasks;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private const int MostCheckpointsKept = 20;
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WatermarkEvery = TimeSpan.FromMilliseconds(200);
    private readonly CountingPace _counting;

    /// <summary>From its state to its end: rows, watermarks, checkpoints in turn.</summary>
    private void Run()
    {
        _state.KeepsNothing(_record.Id);
        using var running = new RunningPlan(new ParallelPlan(_planned), _settings, Options, _time);
        (_running, Vertices) = (running, running.Plan.Vertices);
        Restore(running);
        running.Open();
        BeginTimes();
        _failedInARow = 0;
        Keep(_record.In(JobStates.Running, NowMs));
        // Whoever sees that records were read finds a job that runs, and may ask it for a savepoint.
        running.Start();
        var (checkpointed, marked) = (_time.GetTimestamp(), _time.GetTimestamp());
        while (!_isStopped)
        {
            var (began, waited) = (_time.GetTimestamp(), running.SinksWaited);
            var taken = running.Poll(PollWait);
            var isDue = _time.GetElapsedTime(marked) >= WatermarkEvery || running.IsOver;
            if (isDue)
            {
                running.EmitWatermarks();
                CheckState(running);
            }

            _busy += taken > 0 ? _time.GetElapsedTime(began) - (running.SinksWaited - waited) : TimeSpan.Zero;
            if (isDue)
            {
                // Of the same turns as the time for which sinks waited.
                TakeSample();
                marked = _time.GetTimestamp();
            }

            if (running.IsOver && Finish(running))
            {
                return;
            }

            if (_savepoints.TryDequeue(out var request) && Savepoint(running, request))
            {
                return;
            }

            if (running.IsOver)
            {
                Pause(Options.CheckpointInterval ?? PollWait);
            }
            else if (
                Options.CheckpointInterval is { } every
                && _time.GetElapsedTime(checkpointed)
                    >= (every > Options.CheckpointPause ? every : Options.CheckpointPause)
            )
            {
                Checkpoint(running);
                checkpointed = _time.GetTimestamp();
            }
        }

        if (_isCancelled)
        {
            _record = _record.In(JobStates.Cancelling, NowMs);
        }
    }

    /// <summary>Once more when all is read.</summary>
    private void CheckState(RunningPlan running)
    {
        if (running.IsOver || _counting.IsDue)
        {
            _counting.Count(() => _state.Keeps(_record.Id, running.CheckState()));
        }
    }

    private void Restore(RunningPlan running)
    {
        var from =
            _store?.NewestCheckpoint(_record.Id) ?? (Options.RestoreFrom is { } path ? JobStore.PathOf(path) : null);
        if (from is null)
        {
            return;
        }

        using var file = SnapshotFile.Open(from);
        running.Restore(file, Options.IgnoresUnclaimedState);
        var snapshot = file.Snapshot;
        _record = _record with
        {
            Restored = _record.Restored + 1,
            LastCheckpoint = Math.Max(_record.LastCheckpoint, snapshot.CheckpointId),
            RestoredFrom = new(
                snapshot.CheckpointId,
                snapshot.TakenAtMs,
                0,
                file.Bytes,
                !from.Contains("/chk-", StringComparison.Ordinal),
                Uri(from),
                null
            ),
        };
    }
}
