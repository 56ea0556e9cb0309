using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    private void Stop()
    {
        lock (_pausing)
        {
            _isStopped = true;
            Monitor.PulseAll(_pausing);
        }

        _slots.Wake();
        _running?.Abandon();
    }

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(20); // Longer ones are beyond what a thread can wait.

    private void Pause(TimeSpan pause)
    {
        lock (_pausing)
        {
            if (!_isStopped)
            {
                Monitor.Wait(_pausing, pause < LongestPause ? pause : LongestPause);
            }
        }
    }

    /// <summary>
    /// It can never run: the state isn't its own or isn't there; and without checkpoints, which a collected query never has, Flink starts no job
    /// again unless it names a strategy.
    /// </summary>
    private bool IsFinal(Exception fault) =>
        _store is null
        || (Options.CheckpointInterval is null && !Options.NamesRestartStrategy)
        || (fault is Sql.SqlException or InvalidDataException && _record.LastCheckpoint == 0);
}
