using System.Buffers.Binary;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.LocalCluster.Log;

/// <summary>How a producer's transaction ends on a partition.</summary>
public readonly record struct TransactionMarker(long ProducerId, short ProducerEpoch, bool IsCommit);

/// <summary>A marker as it lies in the log: a batch of one record that no consumer is given.</summary>
public static class ControlBatch
{
    /// <summary>One process coordinates all transactions, so that there is one coordinator's epoch for ever.</summary>
    public const int CoordinatorEpoch = 0;

    private const short Transactional = 0x10;
    private const short Control = 0x20;
    private const short Abort = 0;
    private const short Commit = 1;
    private const short KeyVersion = 0;
    private const short ValueVersion = 0;

    public static byte[] Of(TransactionMarker marker, long nowUnixMilliseconds)
    {
        using var w = new KafkaWriter();
        w.Int64(0);
        w.Int32(0);
        w.Int32(0);
        w.Int8(2);
        w.Int32(0);
        w.Int16(Transactional | Control);
        w.Int32(0);
        w.Int64(nowUnixMilliseconds);
        w.Int64(nowUnixMilliseconds);
        w.Int64(marker.ProducerId);
        w.Int16(marker.ProducerEpoch);
        w.Int32(-1);
        w.Int32(1);
        Record(w, marker.IsCommit);
        var batch = w.Written.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - 12);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Crc32C.Of(batch.AsSpan(BatchHeader.CrcCovers)));
        return batch;
    }

    /// <summary>Whether the marker in this batch commits; every other one aborts.</summary>
    public static bool IsCommit(ReadOnlyMemory<byte> batch)
    {
        var r = new KafkaReader(batch[BatchHeader.Size..]);
        r.Varint();
        r.Int8();
        r.Varlong();
        r.Varint();
        r.Varint();
        r.Int16();
        return r.Int16() == Commit;
    }

    // Lengths as records have them, in zigzag: twice the number.
    private static void Record(KafkaWriter w, bool isCommit)
    {
        const int KeyBytes = 4;
        const int ValueBytes = 6;
        w.Int8(2 * (6 + KeyBytes + ValueBytes));
        w.Int8(0);
        w.Int8(0);
        w.Int8(0);
        w.Int8(2 * KeyBytes);
        w.Int16(KeyVersion);
        w.Int16(isCommit ? Commit : Abort);
        w.Int8(2 * ValueBytes);
        w.Int16(ValueVersion);
        w.Int32(CoordinatorEpoch);
        w.Int8(0);
    }
}
