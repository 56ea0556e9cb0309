using System.Buffers.Binary;
using IronSnappy;

namespace Portal.Kafka.Records.Codecs;

/// <summary>Snappy, either one block as librdkafka writes it, or the many that Java's clients put behind a head of their own.</summary>
internal sealed class SnappyStream(ReadOnlyMemory<byte> packed) : UnpackingStream(packed)
{
    /// <summary>A copy of 64 bytes takes three: nothing unfolds further.</summary>
    private const int MostUnfolding = 22;

    // The magic of Java's framing, its version and the oldest version that can read it.
    private const int JavaHeadBytes = 16;
    private static readonly byte[] Java = [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    private readonly bool _isJava = packed.Span.StartsWith(Java);
    private bool _isAtStart = true;
    private ReadOnlyMemory<byte> _block;

    protected override (int Taken, int Given) Unpack(ReadOnlySpan<byte> packed, Span<byte> room)
    {
        var taken = 0;
        if (_block.IsEmpty && !packed.IsEmpty)
        {
            var (head, length) = NextBlock(packed);
            _block = Unfold(packed.Slice(head, length));
            (_isAtStart, taken) = (false, head + length);
        }

        var given = Math.Min(_block.Length, room.Length);
        _block.Span[..given].CopyTo(room);
        _block = _block[given..];
        return (taken, given);
    }

    private (int Head, int Length) NextBlock(ReadOnlySpan<byte> packed)
    {
        if (!_isJava)
        {
            return (0, packed.Length);
        }

        var head = _isAtStart ? JavaHeadBytes : 0;
        var length = packed.Length >= head + sizeof(int) ? BinaryPrimitives.ReadInt32BigEndian(packed[head..]) : -1;
        head += sizeof(int);
        return length >= 0 && length <= packed.Length - head
            ? (head, length)
            : throw new InvalidDataException("A block of Snappy ends within itself.");
    }

    private static byte[] Unfold(ReadOnlySpan<byte> block)
    {
        if (Announced(block) is not { } length || length > (long)block.Length * MostUnfolding)
        {
            throw new InvalidDataException("A block of Snappy announces more than it holds.");
        }

        try
        {
            return Snappy.Decode(block);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("The records aren't what Snappy makes.", fault);
        }
    }

    /// <summary>The length that a block begins with: seven bits a byte, the lowest first.</summary>
    private static long? Announced(ReadOnlySpan<byte> block)
    {
        long length = 0;
        for (var at = 0; at < Math.Min(5, block.Length); at++)
        {
            length |= (long)(block[at] & 0x7F) << (7 * at);
            if ((block[at] & 0x80) == 0)
            {
                return length;
            }
        }

        return null;
    }
}
