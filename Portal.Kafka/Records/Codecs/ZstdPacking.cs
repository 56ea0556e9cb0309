using System.Runtime.InteropServices;

namespace Portal.Kafka.Records.Codecs;

/// <summary>Zstandard (RFC 8878), by libzstd.</summary>
internal static partial class ZstdPacking
{
    private const string Library = "libzstd.so.1";
    private const int Level = 3;

    public static unsafe byte[] Pack(ReadOnlySpan<byte> records)
    {
        var packed = new byte[(int)Bound((nuint)records.Length)];
        fixed (byte* from = records)
        fixed (byte* to = packed)
        {
            var length = Compress(to, (nuint)packed.Length, from, (nuint)records.Length, Level);
            return IsError(length) == 0
                ? packed[..(int)length]
                : throw new InvalidDataException("Zstandard doesn't pack the records.");
        }
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_compressBound")]
    private static partial nuint Bound(nuint size);

    [LibraryImport(Library, EntryPoint = "ZSTD_compress")]
    private static unsafe partial nuint Compress(byte* target, nuint room, byte* source, nuint size, int level);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);
}
