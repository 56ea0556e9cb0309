using System.Buffers.Binary;
using Portal.Kafka.Records.Codecs;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>
/// A batch with fewer records than it had. Offsets, the producer's numbers and the codec stay, so that readers and the broker's table of
/// producers see nothing but records that are gone.
/// </summary>
public static class RecordBatchFilter
{
    private const int CodecBits = 0b111;
    private const int MostLengthBytes = 5;

    /// <summary>The batch's header by itself: no record, the same offsets and numbers.</summary>
    public static byte[] Empty(RecordBatch batch)
    {
        var header = batch.Bytes.Span[..RecordBatch.HeaderBytes].ToArray();
        var attributes = batch.Attributes & ~(CodecBits | RecordBatch.DeleteHorizonBit);
        BinaryPrimitives.WriteInt16BigEndian(header.AsSpan(RecordBatch.AttributesAt), (short)attributes);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(RecordBatch.BaseTimestampAt), -1);
        return Seal(header, records: 0);
    }

    /// <summary>The records for whose number within the batch <paramref name="isKept"/> holds. Null where the batch can't be packed or unpacked here.</summary>
    /// <param name="deleteHorizonMs">From when on tombstones and markers in it may go, Unix milliseconds; null leaves what the batch says.</param>
    /// <param name="mostBytes">How much may be unpacked.</param>
    public static byte[]? Keep(RecordBatch batch, Func<int, bool> isKept, long? deleteHorizonMs, int mostBytes)
    {
        using var unpacked = Codec.Open(batch.Compression, batch.Records);
        using var kept = new KafkaWriter(batch.Records.Length);
        if (unpacked is null)
        {
            return null;
        }

        var most = batch.Compression == Compression.None ? int.MaxValue : mostBytes;
        var (count, newest) = (0, -1L);
        var records = new StreamPieces(unpacked);
        for (var number = 0; number < batch.Count; number++)
        {
            if (Raw(records, most) is not { } raw)
            {
                return null;
            }

            most -= raw.Length;
            if (isKept(number))
            {
                newest = Math.Max(newest, Write(kept, raw, batch.BaseTimestamp, deleteHorizonMs));
                count++;
            }
        }

        if (Codec.Pack(batch.Compression, kept.Written.Span) is not { } packed)
        {
            return null;
        }

        byte[] result = [.. batch.Bytes.Span[..RecordBatch.HeaderBytes], .. packed];
        if (deleteHorizonMs is { } horizon)
        {
            var attributes = (short)(batch.Attributes | RecordBatch.DeleteHorizonBit);
            BinaryPrimitives.WriteInt16BigEndian(result.AsSpan(RecordBatch.AttributesAt), attributes);
            BinaryPrimitives.WriteInt64BigEndian(result.AsSpan(RecordBatch.BaseTimestampAt), horizon);
        }

        if (!batch.IsLogAppendTime)
        {
            BinaryPrimitives.WriteInt64BigEndian(result.AsSpan(RecordBatch.MaxTimestampAt), newest);
        }

        return Seal(result, count);
    }

    /// <summary>The next record with its length before it; null where it is longer than <paramref name="most"/>.</summary>
    private static byte[]? Raw(StreamPieces records, int most)
    {
        var r = new KafkaReader(records.Peek(MostLengthBytes));
        var length = r.Varint();
        var total = (long)r.Position + length;
        if (length < 0 || total > most)
        {
            return null;
        }

        var raw = new byte[total];
        records.Take(raw);
        return raw;
    }

    /// <summary>Writes a record; its time counts from the batch's, which a horizon replaces. Gives its timestamp.</summary>
    private static long Write(KafkaWriter kept, byte[] raw, long baseTimestamp, long? newBase)
    {
        var r = new KafkaReader(raw);
        r.Varint();
        var attributes = r.Int8();
        var timestamp = baseTimestamp + r.Varlong();
        if (newBase is not { } at)
        {
            kept.Raw(raw);
            return timestamp;
        }

        using var record = new KafkaWriter(raw.Length + 10);
        record.Int8(attributes);
        record.Varlong(timestamp - at);
        record.Raw(raw.AsSpan(r.Position));
        kept.Varlong(record.Length);
        kept.Raw(record.Written.Span);
        return timestamp;
    }

    private static byte[] Seal(byte[] batch, int records)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatch.LengthAt), batch.Length - RecordBatch.LengthEnd);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatch.CountAt), records);
        var crc = Crc32C.Of(batch.AsSpan(RecordBatch.AttributesAt));
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(RecordBatch.CrcAt), crc);
        return batch;
    }
}
