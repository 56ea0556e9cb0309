namespace Portal.Kafka.Records.Codecs;

/// <summary>Packed bytes in memory, read forward as what they unfold to.</summary>
internal abstract class UnpackingStream(ReadOnlyMemory<byte> packed) : Stream
{
    private ReadOnlyMemory<byte> _packed = packed;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var (taken, given) = Unpack(_packed.Span, buffer);
            _packed = _packed[taken..];
            if (given > 0)
            {
                return given;
            }

            if (taken == 0)
            {
                return _packed.IsEmpty
                    ? 0
                    : throw new InvalidDataException("The packed records don't go on where they should.");
            }
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>One step: how much of what is packed was taken, and how much of the room was filled; nothing of both at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes aren't what the codec makes.</exception>
    protected abstract (int Taken, int Given) Unpack(ReadOnlySpan<byte> packed, Span<byte> room);
}
