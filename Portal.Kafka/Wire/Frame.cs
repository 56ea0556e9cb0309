using System.Buffers;

namespace Portal.Kafka.Wire;

/// <summary>One frame without its length, in pooled memory unless it is large; whoever gets it disposes it.</summary>
public sealed class Frame : IDisposable
{
    // The pool would keep what an answer about thousands of topics took, for each connection, until the next one.
    private const int LargestPooled = 256 * 1024;

    private readonly int _length;
    private byte[]? _buffer;

    internal Frame(in ReadOnlySequence<byte> bytes)
    {
        _length = (int)bytes.Length;
        _buffer = IsPooled ? ArrayPool<byte>.Shared.Rent(_length) : GC.AllocateUninitializedArray<byte>(_length);
        bytes.CopyTo(_buffer);
    }

    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    private bool IsPooled => _length <= LargestPooled;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer && IsPooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
