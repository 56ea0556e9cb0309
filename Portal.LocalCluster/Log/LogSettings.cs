namespace Portal.LocalCluster.Log;

/// <summary>What a topic's configuration asks of its partitions' logs; names and meaning are Kafka's.</summary>
/// <param name="SegmentBytes">A segment isn't filled beyond this.</param>
/// <param name="SegmentAge">A segment takes no record that is younger than its first by more than this.</param>
/// <param name="RetentionAge">Segments whose newest record is older are deleted; null keeps them.</param>
/// <param name="RetentionBytes">The oldest segments are deleted while the rest is at least this large; null keeps them.</param>
/// <param name="StampsOnAppend">Records carry the time of their arrival (LogAppendTime) instead of the producer's.</param>
/// <param name="Compaction">Of each key only the latest record has to stay; null: all of them.</param>
public sealed record LogSettings(
    int SegmentBytes,
    TimeSpan SegmentAge,
    TimeSpan? RetentionAge,
    long? RetentionBytes,
    bool StampsOnAppend,
    CompactionSettings? Compaction = null
)
{
    public static readonly LogSettings Default = new(1 << 30, TimeSpan.FromDays(7), TimeSpan.FromDays(7), null, false);
}
