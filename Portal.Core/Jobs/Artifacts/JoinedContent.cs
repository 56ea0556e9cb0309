namespace Portal.Core.Jobs.Artifacts;

/// <summary>Pieces of streams, read as one behind the other. It owns the streams.</summary>
internal sealed class JoinedContent : Stream
{
    private readonly IReadOnlyList<Piece> _pieces;

    public JoinedContent(IEnumerable<(Stream Of, long From, long Length)> pieces)
    {
        var at = 0L;
        _pieces =
        [
            .. pieces.Select(piece =>
            {
                at += piece.Length;
                return new Piece(piece.Of, piece.From, at - piece.Length, at);
            }),
        ];
        Length = at;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _pieces.FirstOrDefault(p => Position >= p.Begin && Position < p.End) is not { } piece)
        {
            return 0;
        }

        piece.Of.Position = piece.From + Position - piece.Begin;
        var wanted = (int)Math.Min(buffer.Length, piece.End - Position);
        var read = await piece.Of.ReadAsync(buffer[..wanted], cancellationToken);
        Position += read;
        return read > 0 ? read : throw new EndOfStreamException("A piece is shorter than it was.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var stream in _pieces.Select(piece => piece.Of).Distinct())
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <param name="From">Where it begins in its stream; <paramref name="Begin"/>, where in all of them.</param>
    private sealed record Piece(Stream Of, long From, long Begin, long End);
}
