namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A file on its way from the browser, which tells how much of it has come.</summary>
internal sealed class CountedUpload(Stream inner, Action<long> progress) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Arriving(buffer, cancellationToken);
        _read += read;
        progress(_read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    // A file that was moved or changed since it was chosen is no IOException of the circuit's stream, and neither is a browser that doesn't answer.
    private async ValueTask<int> Arriving(Memory<byte> buffer, CancellationToken stop)
    {
        try
        {
            return await inner.ReadAsync(buffer, stop);
        }
        catch (Exception broke) when (broke is not IOException && !stop.IsCancellationRequested)
        {
            throw new IOException("The browser did not send the file.", broke);
        }
    }
}
