namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>Room for tasks: a job takes as many slots as it has subtasks side by side, and keeps them until it is over.</summary>
public sealed class TaskSlots(int total, TimeSpan longestWait)
{
    private readonly object _gate = new();
    private int _taken;

    public int Free
    {
        get
        {
            lock (_gate)
            {
                return total - _taken;
            }
        }
    }

    /// <summary>Waits for them, on the thread of the job.</summary>
    /// <param name="isStopped">The job is to end: it waits no longer. <see cref="Wake"/> has it asked.</param>
    /// <returns>False when it was stopped.</returns>
    /// <exception cref="NoSlotException">They were not free in time.</exception>
    internal bool Take(int count, TimeProvider time, Func<bool> isStopped)
    {
        var began = time.GetTimestamp();
        lock (_gate)
        {
            while (total - _taken < count)
            {
                var left = longestWait - time.GetElapsedTime(began);
                if (isStopped())
                {
                    return false;
                }

                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    throw new NoSlotException(
                        $"Could not acquire the minimum required resources. The job needs {count} task slots, and {total - _taken} of {total} were free for {longestWait.TotalSeconds:0.###}\u00A0s (LocalCluster:TaskSlots, LocalCluster:SlotRequestTimeout). Cancel another job, lower 'parallelism.default', or give the cluster more slots."
                    );
                }
            }

            _taken += count;
            return true;
        }
    }

    internal void Return(int count)
    {
        lock (_gate)
        {
            _taken -= count;
            Monitor.PulseAll(_gate);
        }
    }

    internal void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}

/// <summary>A job found no room.</summary>
internal sealed class NoSlotException(string message) : Exception(message);
