using Portal.Kafka.Records;

namespace Portal.LocalCluster.Streams.State;

/// <summary>Passes on what is written to it, with its length and its checksum. Where it goes to stays open.</summary>
internal sealed class StateStream(Stream to) : Stream
{
    private long _length;

    /// <summary>CRC-32C of what was written so far.</summary>
    public uint Checksum { get; private set; }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        to.Write(buffer);
        _length += buffer.Length;
        Checksum = Crc32C.Continue(Checksum, buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
