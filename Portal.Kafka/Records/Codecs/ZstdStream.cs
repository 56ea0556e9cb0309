using System.Runtime.InteropServices;

namespace Portal.Kafka.Records.Codecs;

/// <summary>Zstandard (RFC 8878), by libzstd. A frame's window takes at most 8 MiB, as producers' levels need.</summary>
internal sealed partial class ZstdStream(ReadOnlyMemory<byte> packed) : UnpackingStream(packed)
{
    private const string Library = "libzstd.so.1";
    private const int WindowLogMax = 100;
    private const int MostWindow = 23;
    private readonly ContextHandle _context = Create();

    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    protected override unsafe (int Taken, int Given) Unpack(ReadOnlySpan<byte> packed, Span<byte> room)
    {
        fixed (byte* from = packed)
        fixed (byte* to = room)
        {
            var source = new Part { Start = from, Size = (nuint)packed.Length };
            var target = new Part { Start = to, Size = (nuint)room.Length };
            return IsError(Decompress(_context, ref target, ref source)) != 0
                ? throw new InvalidDataException("The records aren't what Zstandard makes.")
                : ((int)source.At, (int)target.At);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        base.Dispose(disposing);
    }

    private static ContextHandle Create()
    {
        var context = CreateContext();
        _ = SetParameter(context, WindowLogMax, MostWindow);
        return context;
    }

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    private static partial ContextHandle CreateContext();

    [LibraryImport(Library, EntryPoint = "ZSTD_DCtx_setParameter")]
    private static partial nuint SetParameter(ContextHandle context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    private static partial nuint Decompress(ContextHandle context, ref Part target, ref Part source);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint code);

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    private static partial nuint Free(nint context);

    /// <summary>The library's ZSTD_inBuffer and ZSTD_outBuffer, which are alike.</summary>
    private unsafe struct Part
    {
        public byte* Start;
        public nuint Size;
        public nuint At;
    }

    private sealed class ContextHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => IsError(Free(handle)) == 0;
    }
}
