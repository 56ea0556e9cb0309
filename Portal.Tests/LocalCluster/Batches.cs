using System.Buffers.Binary;
using System.IO.Compression;
using Portal.Kafka.Records;
using Portal.Tests.Kafka;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.LocalCluster;

/// <summary>Record batches as a producer makes them.</summary>
internal static class Batches
{
    public const long Epoch = 1_700_000_000_000;

    private const int LastOffsetDeltaAt = 23;
    private const int CountAt = 57;

    public static byte[] Of(int records, long timestamp = Epoch, ProducerStamp? producer = null, int valueBytes = 10) =>
        RecordBatchWriter.Write(
            [
                .. Enumerable
                    .Range(0, records)
                    .Select(number => new Record(number, timestamp + number, null, new byte[valueBytes], [])),
            ],
            producer ?? ProducerStamp.None
        );

    /// <summary>A small batch that unpacks to very many records without a key.</summary>
    /// <param name="valueBytes">Fewer than 58, that each length takes one byte. 0: there is no value, and each record has the least bytes there can be.</param>
    public static byte[] Bomb(int records, int valueBytes = 0)
    {
        const int atOnce = 10_000;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] record =
            [
                (byte)(2 * (6 + valueBytes)),
                0,
                0,
                0,
                1,
                valueBytes == 0 ? (byte)1 : (byte)(2 * valueBytes),
                .. new byte[valueBytes],
                0,
            ];
            byte[] many = [.. Enumerable.Repeat(record, atOnce).SelectMany(each => each)];
            for (var left = records; left > 0; left -= atOnce)
            {
                gzip.Write(many.AsSpan(0, Math.Min(left, atOnce) * record.Length));
            }
        }

        byte[] batch =
        [
            .. RecordBatchWriter
                .Write([new(0, Epoch, null, null, [])], ProducerStamp.None, Compression.Gzip)
                .AsSpan(0, RecordBatch.HeaderBytes),
            .. packed.ToArray(),
        ];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatch.LengthAt), batch.Length - RecordBatch.LengthEnd);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(LastOffsetDeltaAt), records - 1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(CountAt), records);
        BinaryPrimitives.WriteUInt32BigEndian(
            batch.AsSpan(RecordBatch.CrcAt),
            Crc32C.Of(batch.AsSpan(RecordBatch.AttributesAt))
        );
        return batch;
    }

    public static ProducerStamp Producer(int firstSequence, short epoch = 0, long id = 7) =>
        new(id, epoch, firstSequence);

    public static IEnumerable<RecordBatch> In(ReadOnlyMemory<byte> records)
    {
        var batches = new List<RecordBatch>();
        while (RecordBatch.TryTake(ref records, out var batch))
        {
            batches.Add(batch);
        }

        return batches;
    }
}
