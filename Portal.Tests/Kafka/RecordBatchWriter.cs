using System.Buffers.Binary;
using System.IO.Compression;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.Kafka;

/// <summary>Who produces a batch, for idempotence; <see cref="None"/> where nobody numbers.</summary>
public readonly record struct ProducerStamp(long Id, short Epoch, int BaseSequence, bool IsTransactional = false)
{
    public static ProducerStamp None { get; } = new(-1, -1, -1);
}

/// <summary>Makes record batches, as a producer does. Offsets are numbered from the first record's offset on.</summary>
public static class RecordBatchWriter
{
    public static byte[] Write(
        IReadOnlyList<Record> records,
        ProducerStamp producer,
        Compression compression = Compression.None
    )
    {
        if (records.Count == 0)
        {
            throw new ArgumentException("A batch has at least one record.", nameof(records));
        }
        using var body = new KafkaWriter();
        foreach (var (record, at) in records.Select((record, at) => (record, at)))
        {
            WriteRecord(body, record, at, records[0].TimestampMs);
        }
        using var w = new KafkaWriter(RecordBatch.HeaderBytes + body.Length);
        w.Int64(records[0].Offset);
        w.Int32(0);
        w.Int32(-1);
        w.Int8(2);
        w.Int32(0);
        w.Int16((short)((int)compression + (producer.IsTransactional ? 0x10 : 0)));
        w.Int32(records.Count - 1);
        w.Int64(records[0].TimestampMs);
        w.Int64(records.Max(record => record.TimestampMs));
        w.Int64(producer.Id);
        w.Int16(producer.Epoch);
        w.Int32(producer.BaseSequence);
        w.Int32(records.Count);
        w.Raw(Compress(body.Written, compression));
        return Seal(w.Written.ToArray());
    }

    private static void WriteRecord(KafkaWriter w, Record record, int offsetDelta, long baseTimestamp)
    {
        using var one = new KafkaWriter();
        one.Int8(0);
        Varint(one, record.TimestampMs - baseTimestamp);
        Varint(one, offsetDelta);
        WriteBytes(one, record.Key);
        WriteBytes(one, record.Value);
        Varint(one, record.Headers.Length);
        foreach (var header in record.Headers)
        {
            WriteBytes(one, System.Text.Encoding.UTF8.GetBytes(header.Key));
            WriteBytes(one, header.Value);
        }
        Varint(w, one.Length);
        w.Raw(one.Written.Span);
    }

    private static void WriteBytes(KafkaWriter w, ReadOnlyMemory<byte>? bytes)
    {
        Varint(w, bytes?.Length ?? -1);
        w.Raw(bytes.GetValueOrDefault().Span);
    }

    /// <summary>Zigzag, then seven bits a byte, least significant first.</summary>
    private static void Varint(KafkaWriter w, long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        while (left >= 0x80)
        {
            w.Raw([(byte)(left | 0x80)]);
            left >>= 7;
        }
        w.Raw([(byte)left]);
    }

    private static byte[] Compress(ReadOnlyMemory<byte> records, Compression compression)
    {
        switch (compression)
        {
            case Compression.None:
                return records.ToArray();
            case Compression.Gzip:
                var packed = new MemoryStream();
                using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    gzip.Write(records.Span);
                }
                return packed.ToArray();
            default:
                throw new ArgumentOutOfRangeException(nameof(compression), compression, "We write none and gzip.");
        }
    }

    private static byte[] Seal(byte[] batch)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatch.LengthAt), batch.Length - RecordBatch.LengthEnd);
        var crc = Crc32C.Of(batch.AsSpan(RecordBatch.AttributesAt));
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(RecordBatch.CrcAt), crc);
        return batch;
    }
}
