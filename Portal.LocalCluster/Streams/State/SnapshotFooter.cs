using System.Buffers.Binary;

namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// How a snapshot's file begins and ends: four letters; behind them the operators' states; the index; and last where the index begins and its
/// checksum, eight bytes and four, the lowest first.
/// </summary>
internal readonly record struct SnapshotFooter(long Index, uint Checksum)
{
    public const int Length = sizeof(long) + sizeof(uint);

    /// <summary>With the number of the form. A snapshot of the form before this one begins with a brace.</summary>
    public static ReadOnlySpan<byte> Letters => "PSS1"u8;

    /// <summary>Of one that has only what changed: for a version that knows none it is no snapshot.</summary>
    public static ReadOnlySpan<byte> LettersOfIncrement => "PSS2"u8;

    public static SnapshotFooter Read(ReadOnlySpan<byte> bytes) =>
        new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(long)..])
        );

    public void Write(Stream to)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Index);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[sizeof(long)..], Checksum);
        to.Write(bytes);
    }
}
