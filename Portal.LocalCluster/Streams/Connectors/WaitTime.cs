namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>How long a job's thread waited in one place, up to now: it may be asked for by other threads while it waits.</summary>
public sealed class WaitTime(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TimeSpan _before;
    private long? _since;

    public TimeSpan Total
    {
        get
        {
            lock (_gate)
            {
                return _before + (_since is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
            }
        }
    }

    public void Of(Action wait)
    {
        lock (_gate)
        {
            _since = time.GetTimestamp();
        }

        try
        {
            wait();
        }
        finally
        {
            lock (_gate)
            {
                (_before, _since) = (_before + time.GetElapsedTime(_since!.Value), null);
            }
        }
    }
}
