using System.Buffers.Binary;
using Portal.Kafka.Records;

namespace Portal.LocalCluster.Log;

/// <summary>The header of a batch of format 2 by itself: what a log needs to know without the records in its hands.</summary>
public readonly record struct BatchHeader(
    long BaseOffset,
    int Length,
    int PartitionLeaderEpoch,
    byte Magic,
    uint Crc,
    short Attributes,
    int LastOffsetDelta,
    long BaseTimestamp,
    long MaxTimestamp,
    long ProducerId,
    short ProducerEpoch,
    int BaseSequence,
    int RecordCount
)
{
    public const int Size = RecordBatch.HeaderBytes;
    public const int CrcCovers = 21;
    public int TotalLength => Length + 12;
    public long LastOffset => BaseOffset + LastOffsetDelta;
    public bool IsTransactional => (Attributes & 0x10) != 0;
    public bool IsControl => (Attributes & 0x20) != 0;

    public static BatchHeader Read(ReadOnlySpan<byte> b) =>
        new(
            BinaryPrimitives.ReadInt64BigEndian(b),
            BinaryPrimitives.ReadInt32BigEndian(b[8..]),
            BinaryPrimitives.ReadInt32BigEndian(b[12..]),
            b[16],
            BinaryPrimitives.ReadUInt32BigEndian(b[17..]),
            BinaryPrimitives.ReadInt16BigEndian(b[21..]),
            BinaryPrimitives.ReadInt32BigEndian(b[23..]),
            BinaryPrimitives.ReadInt64BigEndian(b[27..]),
            BinaryPrimitives.ReadInt64BigEndian(b[35..]),
            BinaryPrimitives.ReadInt64BigEndian(b[43..]),
            BinaryPrimitives.ReadInt16BigEndian(b[51..]),
            BinaryPrimitives.ReadInt32BigEndian(b[53..]),
            BinaryPrimitives.ReadInt32BigEndian(b[57..])
        );
}
