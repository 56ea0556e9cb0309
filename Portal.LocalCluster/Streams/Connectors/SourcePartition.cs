using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>How far one partition of a source was read.</summary>
internal sealed class SourcePartition(int id, long next, long watermark)
{
    private bool _wasRead;
    private long? _quietSince;

    public int Id => id;

    /// <summary>The offset of the next record.</summary>
    public long Next { get; private set; } = next;

    /// <summary>Of its rows; Unix milliseconds.</summary>
    public long Watermark { get; private set; } = watermark;

    /// <summary>Where a bounded source ends: behind what was there when the job first began. Null: not bounded, or not asked yet.</summary>
    public long? End { get; private set; }

    /// <summary>It was read to the end that a bounded source has.</summary>
    public bool IsOver => End is { } end && Next >= end;

    public void EndsAt(long offset) => End = offset;

    public bool IsPast(long offset) => End is { } end && offset >= end;

    public void Read(long offset) => (Next, _wasRead) = (offset + 1, true);

    /// <summary>A record past its end was read: up to there is nothing more, though it may end with a marker of a transaction.</summary>
    public void Skip() => Next = Math.Max(Next, End ?? Next);

    /// <summary>
    /// The topic's end: behind the last record lie only markers of transactions. A bounded source goes no further than to its own end: what has come
    /// since is the next run's, which begins where this one says that it ended.
    /// </summary>
    public void Reached(long offset) => (Next, WasAtEnd) = (Math.Max(Next, Math.Min(offset, End ?? offset)), true);

    /// <summary>All that was there was read, at least once.</summary>
    public bool WasAtEnd { get; private set; }

    public void Advance(long ms) => Watermark = Math.Max(Watermark, ms);

    /// <summary>
    /// What it contributes to the source's watermark. Idle time goes by from the first mark on before which it gave nothing, as Flink counts it: while
    /// the job stands still, on a slow machine or for its sink, no partition becomes idle.
    /// </summary>
    public Watermark Mark(TimeProvider time, TimeSpan idleAfter, bool hasWatermark)
    {
        _quietSince = _wasRead ? null : _quietSince ?? time.GetTimestamp();
        _wasRead = false;
        var isIdle = idleAfter > TimeSpan.Zero && _quietSince is { } since && time.GetElapsedTime(since) > idleAfter;
        return IsOver
            ? new(Operators.Watermark.Last, false)
            : new(hasWatermark ? Watermark : Operators.Watermark.None, isIdle);
    }
}

/// <summary>Where a partition is read from for the first time.</summary>
internal static class SourceStart
{
    /// <param name="isAnew">Nothing was read before. Of a partition that the topic has grown by since, all is read.</param>
    public static long Of(
        IConsumer<byte[], byte[]> consumer,
        TopicPartition at,
        TopicTable table,
        bool isAnew,
        TimeSpan within
    )
    {
        var ends = consumer.QueryWatermarkOffsets(at, within);
        return (isAnew ? table.Start : StartAt.Earliest) switch
        {
            StartAt.Latest => ends.High.Value,
            StartAt.Timestamp => Timed(
                consumer,
                new(at, new Timestamp(table.StartMs, TimestampType.CreateTime)),
                ends,
                within
            ),
            StartAt.Group => Committed(consumer, at, within) ?? Without(table, at, ends),
            StartAt.Offsets => table.StartOffsets.TryGetValue(at.Partition.Value, out var offset)
                ? offset
                : Committed(consumer, at, within) ?? ends.Low.Value,
            _ => ends.Low.Value,
        };
    }

    internal static long? Committed(IConsumer<byte[], byte[]> consumer, TopicPartition at, TimeSpan within) =>
        consumer.Committed([at], within)[0].Offset is { IsSpecial: false } committed ? committed.Value : null;

    private static long Without(TopicTable table, TopicPartition at, WatermarkOffsets ends) =>
        table.StartWithoutOffset switch
        {
            "earliest" => ends.Low.Value,
            "latest" => ends.High.Value,
            _ => throw new SqlDataException(
                $"Undefined offset with no reset policy for partitions: [{at.Topic}-{at.Partition.Value}]. The group committed nothing: set 'properties.auto.offset.reset' to earliest or latest, or another 'scan.startup.mode'."
            ),
        };

    internal static long Timed(
        IConsumer<byte[], byte[]> consumer,
        TopicPartitionTimestamp at,
        WatermarkOffsets ends,
        TimeSpan within
    ) =>
        consumer.OffsetsForTimes([at], within)[0].Offset is { IsSpecial: false } offset
            ? offset.Value
            : ends.High.Value;
}
