using System.Runtime.InteropServices;

namespace Portal.Kafka.Records.Codecs;

/// <summary>LZ4's frame format, by liblz4.</summary>
internal sealed partial class Lz4Stream(ReadOnlyMemory<byte> packed) : UnpackingStream(packed)
{
    private const string Library = "liblz4.so.1";
    private const uint FrameVersion = 100;
    private readonly ContextHandle _context = Create();

    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    protected override unsafe (int Taken, int Given) Unpack(ReadOnlySpan<byte> packed, Span<byte> room)
    {
        fixed (byte* from = packed)
        fixed (byte* to = room)
        {
            nuint taken = (nuint)packed.Length,
                given = (nuint)room.Length;
            return IsError(Decompress(_context, to, ref given, from, ref taken, 0)) != 0
                ? throw new InvalidDataException("The records aren't what LZ4 makes.")
                : ((int)taken, (int)given);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        base.Dispose(disposing);
    }

    private static ContextHandle Create() =>
        IsError(CreateContext(out var context, FrameVersion)) == 0
            ? context
            : throw new InvalidOperationException($"{Library} gives no context.");

    [LibraryImport(Library, EntryPoint = "LZ4F_createDecompressionContext")]
    private static partial nuint CreateContext(out ContextHandle context, uint version);

    [LibraryImport(Library, EntryPoint = "LZ4F_decompress")]
    private static unsafe partial nuint Decompress(
        ContextHandle context,
        byte* target,
        ref nuint given,
        byte* source,
        ref nuint taken,
        nint options
    );

    [LibraryImport(Library, EntryPoint = "LZ4F_isError")]
    private static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "LZ4F_freeDecompressionContext")]
    private static partial nuint Free(nint context);

    private sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => IsError(Free(handle)) == 0;
    }
}
