using Confluent.Kafka;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>The offset before which a bounded source ends in a partition.</summary>
internal static class SourceEnd
{
    public static long Of(IConsumer<byte[], byte[]> consumer, TopicPartition at, TopicTable table, TimeSpan within)
    {
        var ends = consumer.QueryWatermarkOffsets(at, within);
        return table.End switch
        {
            EndAt.Timestamp => SourceStart.Timed(
                consumer,
                new(at, new Timestamp(table.EndMs, TimestampType.CreateTime)),
                ends,
                within
            ),
            EndAt.Group => SourceStart.Committed(consumer, at, within)
                ?? throw new SqlDataException(
                    $"Partition {at.Topic}-{at.Partition.Value} should stop at committed offset. But there is no committed offset of this partition for its group."
                ),
            EndAt.Offsets => table.EndOffsets.TryGetValue(at.Partition.Value, out var offset)
                ? offset
                : SourceStart.Committed(consumer, at, within) ?? ends.Low.Value,
            _ => ends.High.Value,
        };
    }
}
