using System.Runtime.InteropServices;

namespace Portal.Kafka.Records.Codecs;

/// <summary>LZ4's frame format, by liblz4, in blocks that don't refer to one another: Java's clients read no others.</summary>
internal static partial class Lz4Packing
{
    private const string Library = "liblz4.so.1";
    private const int Blocks64KiB = 4;
    private const int Independent = 1;

    public static unsafe byte[] Pack(ReadOnlySpan<byte> records)
    {
        var preferences = new Preferences { BlockSize = Blocks64KiB, BlockMode = Independent };
        var packed = new byte[(int)Bound((nuint)records.Length, &preferences)];
        fixed (byte* from = records)
        fixed (byte* to = packed)
        {
            var length = Compress(to, (nuint)packed.Length, from, (nuint)records.Length, &preferences);
            return IsError(length) == 0
                ? packed[..(int)length]
                : throw new InvalidDataException("LZ4 doesn't pack the records.");
        }
    }

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrameBound")]
    private static unsafe partial nuint Bound(nuint size, Preferences* preferences);

    [LibraryImport(Library, EntryPoint = "LZ4F_compressFrame")]
    private static unsafe partial nuint Compress(
        byte* target,
        nuint room,
        byte* source,
        nuint size,
        Preferences* preferences
    );

    [LibraryImport(Library, EntryPoint = "LZ4F_isError")]
    private static partial uint IsError(nuint code);

    /// <summary>The library's LZ4F_preferences_t; zero means its default everywhere.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Preferences
    {
        public int BlockSize;
        public int BlockMode;
        public int ContentChecksum;
        public int FrameType;
        public ulong ContentSize;
        public uint DictionaryId;
        public int BlockChecksum;
        public int Level;
        public uint AutoFlush;
        public uint FavorDecompression;
        public uint Reserved1;
        public uint Reserved2;
        public uint Reserved3;
    }
}
