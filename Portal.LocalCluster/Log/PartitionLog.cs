namespace Portal.LocalCluster.Log;

/// <summary>
/// The records of one partition, in segments. Appends take turns; reads run beside them, since what was written never changes.
/// An append that returned is in the kernel's page cache, as with Kafka: it survives the death of this process, and the machine's
/// after the next sync.
/// </summary>
public sealed partial class PartitionLog
{
    private readonly Lock _gate = new();

    // Entered before the other one.
    private readonly Lock _syncing = new();
    private readonly OpenFiles _files;
    private readonly string _directory;
    private readonly List<Segment> _segments;
    private readonly ProducerTable _producers;
    private int _producersSaved;
    private CompactionState _compacted;
    private bool _deleted;

    private PartitionLog(OpenFiles files, string directory, RecoveredLog recovered, LogSettings settings)
    {
        _files = files;
        _directory = directory;
        (_segments, _producers) = (recovered.Segments, recovered.Producers);
        _compacted = recovered.Compacted;
        (CutBytes, SetAside) = (recovered.CutBytes, recovered.SetAside);
        // What the machine's death took may have lain behind it.
        _deletedBelow = Math.Min(recovered.DeletedBelow, EndOffsetNow);
        Settings = settings;
    }

    /// <summary>Opens the log that lies in the folder, or an empty one; the folder is made with the first append.</summary>
    public static PartitionLog Open(OpenFiles files, string directory, LogSettings settings) =>
        new(files, directory, LogRecovery.Recover(files, directory), settings);

    public LogSettings Settings { get; set; }

    /// <summary>Those who wait for records.</summary>
    public AppendSignal Arrivals { get; } = new();

    /// <summary>How many bytes a crash had torn off, as seen at the start.</summary>
    public long CutBytes { get; }

    /// <summary>The folder of what lay behind damage at the start; null: nothing did.</summary>
    public string? SetAside { get; }

    /// <summary>The offset the next record gets. There is one copy, so it is the high watermark too.</summary>
    public long EndOffset
    {
        get
        {
            lock (_gate)
            {
                return EndOffsetNow;
            }
        }
    }

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(segment => (long)segment.Length);
            }
        }
    }

    private long EndOffsetNow => _segments.Count == 0 ? 0 : _segments[^1].NextOffset;

    /// <summary>
    /// Gives the batch its offset and writes it. <paramref name="batch"/> is one whole batch whose CRC was checked; its first bytes are
    /// written over with offset, epoch and (where the topic says so) the time.
    /// </summary>
    public Appended Append(Memory<byte> batch, int leaderEpoch, long nowUnixMilliseconds)
    {
        Appended outcome;
        lock (_gate)
        {
            if (_deleted)
            {
                return new Appended(AppendVerdict.Gone, -1, -1, -1);
            }

            var header = BatchHeader.Read(batch.Span);
            var verdict = _producers.Judge(header, out var firstOffset);
            if (verdict != AppendVerdict.InOrder)
            {
                return new Appended(verdict, firstOffset, StartOffset, -1);
            }

            var stamp = Settings.StampsOnAppend ? nowUnixMilliseconds : -1;
            BatchStamp.Write(batch.Span, EndOffsetNow, leaderEpoch, stamp);
            header = BatchHeader.Read(batch.Span);
            SegmentFor(header, nowUnixMilliseconds).Append(batch.Span, header);
            _producers.Took(header);
            outcome = new Appended(AppendVerdict.InOrder, header.BaseOffset, StartOffset, stamp);
        }

        Arrivals.Wake();
        return outcome;
    }

    private Segment SegmentFor(BatchHeader header, long now)
    {
        if (_segments.Count > 0)
        {
            var active = _segments[^1];
            var full = (long)active.Length + header.TotalLength > Settings.SegmentBytes;
            var old = AgeWith(header, active, now) > Settings.SegmentAge.TotalMilliseconds;
            var tooFar = header.LastOffset - active.BaseOffset > int.MaxValue;
            // An empty segment is never left: the next one would have its name.
            if (active.Length == 0 || (!full && !old && !tooFar))
            {
                return active;
            }
        }

        return Roll();
    }

    /// <summary>
    /// As Kafka counts, in the records' own time: by the clock, every old record would begin a segment of its own. Where the
    /// records have no time the clock is all there is.
    /// </summary>
    private static long AgeWith(BatchHeader next, Segment segment, long now) =>
        segment.FirstTimestamp >= 0 ? next.MaxTimestamp - segment.FirstTimestamp : now - segment.CreatedMs;

    private Segment Roll()
    {
        var segment = new Segment(_files, _directory, EndOffsetNow);
        segment.Create();
        _segments.Add(segment);
        return segment;
    }
}
