namespace Portal.LocalCluster.Streams.Subtasks;

internal sealed partial class Barriers
{
    /// <param name="seen">The last that the source knows.</param>
    public bool IsRequested(ref int seen)
    {
        var now = Volatile.Read(ref _requested);
        var isNew = now != seen;
        seen = now;
        return isNew;
    }

    /// <summary>On a source's thread that has nothing to do.</summary>
    public void Idle(int seen, TimeSpan wait)
    {
        lock (_gate)
        {
            if (_requested == seen && !_isStopped)
            {
                Monitor.Wait(_gate, wait);
            }
        }
    }

    /// <summary>On the thread of a subtask that sent its barrier: until the checkpoint is over.</summary>
    /// <exception cref="OperationCanceledException">The job ends.</exception>
    public void Rest()
    {
        lock (_gate)
        {
            var own = _requested;
            _resting++;
            Monitor.PulseAll(_gate);
            while (_released < own && !_isStopped)
            {
                Monitor.Wait(_gate);
            }

            if (_isStopped)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
