using System.Buffers.Binary;
using IronSnappy;

namespace Portal.Kafka.Records.Codecs;

/// <summary>Snappy in blocks behind Java's head, which every client reads.</summary>
internal static class SnappyPacking
{
    private const int BlockBytes = 32 * 1024;

    // The magic, the version of the framing and the oldest version that can read it.
    private static readonly byte[] Head =
    [
        0x82,
        (byte)'S',
        (byte)'N',
        (byte)'A',
        (byte)'P',
        (byte)'P',
        (byte)'Y',
        0,
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        1,
    ];

    public static byte[] Pack(ReadOnlySpan<byte> records)
    {
        using var packed = new MemoryStream();
        packed.Write(Head);
        Span<byte> length = stackalloc byte[sizeof(int)];
        while (!records.IsEmpty)
        {
            var block = Snappy.Encode(records[..Math.Min(records.Length, BlockBytes)]);
            BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
            packed.Write(length);
            packed.Write(block);
            records = records[Math.Min(records.Length, BlockBytes)..];
        }
        return packed.ToArray();
    }
}
