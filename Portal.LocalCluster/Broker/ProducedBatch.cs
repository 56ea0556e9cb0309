using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>Whether what a producer sent for a partition may go into its log: one whole batch, undamaged, in bounds.</summary>
internal static class ProducedBatch
{
    private const int MostUnpackedBytes = 64 * 1024 * 1024;

    /// <summary>Why not, or null.</summary>
    public static Refusal? Refusal(ReadOnlyMemory<byte> records, TopicSettings settings, long nowMs)
    {
        var rest = records;
        try
        {
            if (!RecordBatch.TryTake(ref rest, out var batch) || !rest.IsEmpty)
            {
                return new(ErrorCode.InvalidRecord, "A partition's records must be exactly one whole batch.");
            }

            return Damage(batch)
                ?? OutOfBounds(batch, settings, nowMs)
                ?? (settings.Compacts ? WithoutKey(batch) : null);
        }
        catch (MalformedFrameException fault)
        {
            return new(ErrorCode.UnsupportedForMessageFormat, fault.Message);
        }
    }

    private static Refusal? Damage(RecordBatch batch) =>
        batch switch
        {
            { CrcHolds: false } => new(ErrorCode.CorruptMessage, "The batch's checksum doesn't match its bytes."),
            { Count: <= 0 } => new(ErrorCode.InvalidRecord, "The batch has no records."),
            { LastOffsetDelta: var last, Count: var count } when last != count - 1 => new(
                ErrorCode.InvalidRecord,
                "The batch's offsets and its number of records don't agree."
            ),
            { IsControl: true } => new(ErrorCode.InvalidRecord, "Clients may not write transaction markers."),
            { ProducerId: >= 0, BaseSequence: < 0 } => new(
                ErrorCode.InvalidRecord,
                "An idempotent batch has no sequence number."
            ),
            _ when !Enum.IsDefined(batch.Compression) => new(
                ErrorCode.UnsupportedCompressionType,
                "The codec is not known."
            ),
            _ => null,
        };

    private static Refusal? OutOfBounds(RecordBatch batch, TopicSettings settings, long nowMs)
    {
        if (batch.Bytes.Length > settings.MaxMessageBytes)
        {
            return new(
                ErrorCode.MessageTooLarge,
                $"The batch has {batch.Bytes.Length} bytes, the topic's {TopicConfigs.MaxMessageBytes} is {settings.MaxMessageBytes}."
            );
        }

        var stamped = settings.Log.StampsOnAppend || batch.MaxTimestamp < 0;
        var tooNew = !stamped && batch.MaxTimestamp - nowMs > settings.TimestampAfterMaxMs;
        var tooOld = !stamped && nowMs - batch.BaseTimestamp > settings.TimestampBeforeMaxMs;
        return tooNew || tooOld
            ? new(ErrorCode.InvalidTimestamp, "A record's timestamp is outside of what the topic allows.")
            : null;
    }

    /// <summary>
    /// A compacted topic takes no record without a key, as in Kafka. What no codec here can unpack is let through: compaction leaves
    /// such a batch as it is, so nothing would be lost by it.
    /// </summary>
    private static Refusal? WithoutKey(RecordBatch batch) =>
        RecordBatchReader.First(batch, MostUnpackedBytes, record => !record.HasKey) switch
        {
            RecordSearch.Found => new(ErrorCode.InvalidRecord, "A compacted topic takes no record without a key."),
            RecordSearch.Corrupt corrupt => new(ErrorCode.InvalidRecord, corrupt.Words),
            RecordSearch.TooLarge => new(ErrorCode.MessageTooLarge, "Unpacked, the batch is too large."),
            _ => null,
        };
}
