namespace Portal.LocalCluster.Log;

public sealed partial class PartitionLog
{
    private long _deletedBelow;

    public long StartOffset
    {
        get
        {
            lock (_gate)
            {
                return StartOffsetNow;
            }
        }
    }

    private long StartOffsetNow => _segments.Count == 0 ? 0 : Math.Max(_segments[0].BaseOffset, _deletedBelow);

    /// <summary>
    /// Lets the log start at the offset, or where it starts already when that is later. What lies before can't be read from now on, also after a
    /// start; its segments go with the next retention. Null when the log doesn't reach so far.
    /// </summary>
    public long? DeleteBelow(long offset)
    {
        // The log must not lose on the disk what its start relies on.
        Sync();
        lock (_gate)
        {
            if (offset < 0 || offset > EndOffsetNow || _deleted)
            {
                return null;
            }

            if (offset > StartOffsetNow)
            {
                DeletedRecords.Write(_directory, offset);
                _deletedBelow = offset;
                _producers.ForgetBelow(offset);
            }

            return StartOffsetNow;
        }
    }
}
