using System.Buffers.Binary;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>
/// A look at a record batch (format 2) where it lies, without copying or decompressing it. The base offset and the
/// leader epoch stand before what the checksum covers, so that a broker may write them and leave the rest as it came.
/// </summary>
public readonly struct RecordBatch
{
    /// <summary>Bytes before the first record.</summary>
    public const int HeaderBytes = 61;

    internal const int LengthAt = 8;
    internal const int LengthEnd = 12;
    internal const int EpochAt = 12;
    internal const int MagicAt = 16;
    internal const int CrcAt = 17;
    internal const int AttributesAt = 21;
    internal const int BaseTimestampAt = 27;
    internal const int MaxTimestampAt = 35;
    internal const int CountAt = 57;
    internal const short DeleteHorizonBit = 0b100_0000;

    private RecordBatch(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The whole batch, header and records.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public ReadOnlyMemory<byte> Records => Bytes[HeaderBytes..];

    public long BaseOffset => Int64(0);

    public int LeaderEpoch => Int32(EpochAt);

    public uint Crc => (uint)Int32(CrcAt);

    public short Attributes => Int16(AttributesAt);

    public int LastOffsetDelta => Int32(23);

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long BaseTimestamp => Int64(BaseTimestampAt);

    public long MaxTimestamp => Int64(MaxTimestampAt);

    /// <summary>-1 where the producer isn't idempotent.</summary>
    public long ProducerId => Int64(43);

    public short ProducerEpoch => Int16(51);

    public int BaseSequence => Int32(53);

    /// <summary>The last sequence number; it starts again at 0 after the largest one.</summary>
    public int LastSequence =>
        BaseSequence <= int.MaxValue - LastOffsetDelta
            ? BaseSequence + LastOffsetDelta
            : LastOffsetDelta - (int.MaxValue - BaseSequence) - 1;

    public int Count => Int32(CountAt);

    public Compression Compression => (Compression)(Attributes & 0b111);

    /// <summary>The timestamps are the broker's (log append time), not the producer's.</summary>
    public bool IsLogAppendTime => (Attributes & 0b1000) != 0;

    public bool IsTransactional => (Attributes & 0b1_0000) != 0;

    /// <summary>Markers of transactions, which consumers skip.</summary>
    public bool IsControl => (Attributes & 0b10_0000) != 0;

    /// <summary>From when on compaction may take tombstones and markers in it, Unix milliseconds; null while that isn't decided.</summary>
    public long? DeleteHorizonMs => (Attributes & DeleteHorizonBit) != 0 ? BaseTimestamp : null;

    public bool CrcHolds => Crc == Crc32C.Of(Bytes.Span[AttributesAt..]);

    private ReadOnlySpan<byte> Span => Bytes.Span;

    /// <summary>
    /// Takes the batch at the start of <paramref name="rest"/> and moves on. False when less than a whole batch is left:
    /// a fetch may end within one, a log after a crash too; a produce request may not.
    /// </summary>
    /// <exception cref="MalformedFrameException">What lies there can't be a batch of format 2.</exception>
    public static bool TryTake(ref ReadOnlyMemory<byte> rest, out RecordBatch batch)
    {
        batch = default;
        if (rest.Length <= MagicAt)
        {
            return false;
        }
        var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[LengthAt..]);
        if (rest.Span[MagicAt] != 2)
        {
            throw new MalformedFrameException($"A record batch of format {rest.Span[MagicAt]}; only 2 is spoken.");
        }
        if (length < HeaderBytes - LengthEnd)
        {
            throw new MalformedFrameException($"A record batch of {length} bytes is shorter than its own header.");
        }
        if (length > rest.Length - LengthEnd)
        {
            return false;
        }
        batch = new RecordBatch(rest[..(LengthEnd + length)]);
        rest = rest[(LengthEnd + length)..];
        return true;
    }

    private short Int16(int at) => BinaryPrimitives.ReadInt16BigEndian(Span[at..]);

    private int Int32(int at) => BinaryPrimitives.ReadInt32BigEndian(Span[at..]);

    private long Int64(int at) => BinaryPrimitives.ReadInt64BigEndian(Span[at..]);
}
