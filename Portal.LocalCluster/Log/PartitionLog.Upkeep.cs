namespace Portal.LocalCluster.Log;

public sealed partial class PartitionLog
{
    /// <summary>
    /// Forces to the disk what was appended since the last time; then, and only then, index entries and the producers' table are
    /// written, so they never point at data that a power cut took.
    /// </summary>
    public void Sync()
    {
        lock (_syncing)
        {
            SyncNow();
        }
    }

    private void SyncNow()
    {
        Segment.Checkpoint[] checkpoints;
        byte[]? producers = null;
        int version;
        lock (_gate)
        {
            checkpoints = [.. _segments.Where(segment => segment.HasUnsynced).Select(segment => segment.PrepareSync())];
            version = _producers.Version;
            if (!_deleted && version != _producersSaved)
            {
                producers = _producers.TakeSnapshot(EndOffsetNow);
            }
        }

        foreach (var checkpoint in checkpoints)
        {
            checkpoint.Segment.FlushToDisk();
        }

        lock (_gate)
        {
            if (_deleted)
            {
                return;
            }

            SaveProducers(producers, version);
            foreach (var checkpoint in checkpoints.Where(checkpoint => _segments.Contains(checkpoint.Segment)))
            {
                checkpoint.Segment.Synced(checkpoint);
            }
        }
    }

    /// <summary>Deletes what retention lets go, whole segments from the oldest on. Returns how many bytes went.</summary>
    public long Retain(long nowUnixMilliseconds)
    {
        lock (_gate)
        {
            _producers.ForgetBefore(nowUnixMilliseconds - (long)ProducerExpiry.TotalMilliseconds);
            long gone = 0;
            while (_segments.Count > 0 && MayGo(_segments[0], nowUnixMilliseconds))
            {
                var oldest = _segments[0];
                if (_segments.Count == 1)
                {
                    // The next offset is known by the name of the file that will hold it.
                    Roll();
                }

                _segments.RemoveAt(0);
                gone += oldest.Length;
                oldest.Delete();
            }

            _producers.ForgetBelow(StartOffset);

            return gone;
        }
    }

    /// <summary>Deletes the log from the disk; readers that are under way find nothing more.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            _segments.ForEach(segment => segment.Delete());
            _segments.Clear();
            _deleted = true;
            if (Directory.Exists(_directory))
            {
                Directory.Delete(_directory, recursive: true);
            }
        }

        Arrivals.Wake();
    }

    private static readonly TimeSpan ProducerExpiry = TimeSpan.FromDays(1);

    private void SaveProducers(byte[]? producers, int version)
    {
        if (producers is not null)
        {
            var path = Path.Combine(_directory, LogRecovery.ProducersFile);
            File.WriteAllBytes(path + ".new", producers);
            File.Move(path + ".new", path, overwrite: true);
            _producersSaved = version;
        }
    }

    private bool MayGo(Segment oldest, long now)
    {
        if (oldest.Length == 0)
        {
            return false;
        }

        var deleted = oldest.NextOffset <= _deletedBelow;
        var tooOld = Settings.RetentionAge is { } age && now - NewestTimestampOf(oldest) > age.TotalMilliseconds;
        var tooMuch =
            Settings.RetentionBytes is { } most
            && _segments.Sum(segment => (long)segment.Length) - oldest.Length >= most;
        return deleted || tooOld || tooMuch;
    }

    /// <summary>Records may carry no timestamp; then the file's own time stands in.</summary>
    private static long NewestTimestampOf(Segment segment) =>
        segment.NewestTimestamp >= 0
            ? segment.NewestTimestamp
            : new DateTimeOffset(File.GetLastWriteTimeUtc(segment.Path)).ToUnixTimeMilliseconds();
}
