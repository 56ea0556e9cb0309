using Portal.Kafka.Wire;

namespace Portal.Kafka.Records;

/// <summary>A stream in small pieces: however much of it is passed over, only one piece is in memory.</summary>
internal sealed class StreamPieces(Stream stream)
{
    private readonly byte[] _piece = new byte[16 * 1024];
    private int _from;
    private int _to;

    private int Left => _to - _from;

    /// <summary>The bytes that come next, fewer only where the stream ends; valid until something is asked again.</summary>
    public ReadOnlyMemory<byte> Peek(int bytes)
    {
        if (Left < bytes)
        {
            _piece.AsSpan(_from, Left).CopyTo(_piece);
            (_from, _to) = (0, Left);
            _to += stream.ReadAtLeast(_piece.AsSpan(_to), bytes - _to, throwOnEndOfStream: false);
        }
        return _piece.AsMemory(_from, Math.Min(bytes, Left));
    }

    /// <exception cref="MalformedFrameException">The stream ends before.</exception>
    public void Skip(long bytes)
    {
        while (bytes > Left)
        {
            bytes -= Left;
            (_from, _to) = (0, stream.Read(_piece));
            if (_to == 0)
            {
                throw new MalformedFrameException("The records end within one.");
            }
        }
        _from += (int)bytes;
    }

    /// <summary>Copies what comes next.</summary>
    /// <exception cref="MalformedFrameException">The stream ends before.</exception>
    public void Take(Span<byte> all)
    {
        while (all.Length > 0)
        {
            var piece = Peek(Math.Min(all.Length, _piece.Length)).Span;
            if (piece.IsEmpty)
            {
                throw new MalformedFrameException("The records end within one.");
            }
            piece.CopyTo(all);
            all = all[piece.Length..];
            Skip(piece.Length);
        }
    }
}
