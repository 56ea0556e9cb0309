using System.Buffers.Binary;
using System.Numerics;

namespace Portal.Kafka.Records;

/// <summary>The checksum (Castagnoli) that record batches carry.</summary>
public static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <param name="before">The checksum of what comes before these bytes; 0: nothing does.</param>
    /// <returns>The checksum of both together.</returns>
    public static uint Continue(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var single in bytes)
        {
            crc = BitOperations.Crc32C(crc, single);
        }
        return ~crc;
    }
}
