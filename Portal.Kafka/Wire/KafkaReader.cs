using System.Buffers.Binary;
using System.Text;

namespace Portal.Kafka.Wire;

/// <summary>
/// Reads a frame from front to back. Each read is checked against what is left, so a wrong length raises
/// <see cref="MalformedFrameException"/> before anything is allocated for it. Bytes are handed out as slices of the frame:
/// whoever keeps them longer than the frame copies them.
/// </summary>
public ref partial struct KafkaReader(ReadOnlyMemory<byte> frame, bool flexible = false)
{
    /// <summary>Structures and strings in one frame; a guard against a small frame that unfolds into a large heap.</summary>
    public const int MostElements = 2_000_000;

    private readonly ReadOnlyMemory<byte> _frame = frame;
    private readonly ReadOnlySpan<byte> _span = frame.Span;
    private int _elements;

    /// <summary>Compact lengths and tagged fields, as flexible versions have them.</summary>
    public bool Flexible { get; set; } = flexible;

    public int Position { get; private set; }

    public readonly int Left => _span.Length - Position;

    public sbyte Int8() => (sbyte)Take(1)[0];

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public bool Bool() => Take(1)[0] != 0;

    public double Float64() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    public ErrorCode Error() => (ErrorCode)Int16();

    /// <summary>Seven bits a byte, least significant first.</summary>
    public uint UVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value <= uint.MaxValue
                    ? (uint)value
                    : throw new MalformedFrameException("A variable length integer is over 32 bits.");
            }
        }
        throw new MalformedFrameException("A variable length integer doesn't end.");
    }

    /// <summary>Zigzag, as records use it.</summary>
    public int Varint()
    {
        var raw = UVarint();
        return (int)(raw >> 1) ^ -(int)(raw & 1);
    }

    /// <summary>Zigzag, as records use it.</summary>
    public long Varlong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
        throw new MalformedFrameException("A variable length integer doesn't end.");
    }

    public string String() => Encoding.UTF8.GetString(Utf8());

    public string? NullableString() =>
        StringLength() is var length and >= 0 ? Encoding.UTF8.GetString(Take(length)) : null;

    /// <summary>A string's bytes where they lie: for names that are looked up, not kept.</summary>
    public ReadOnlySpan<byte> Utf8() => StringLength() is var length and >= 0 ? Take(length) : throw Absent("string");

    public ReadOnlyMemory<byte> Bytes() =>
        BytesLength() is var length and >= 0 ? Slice(length) : throw Absent("byte string");

    // A bare null would be taken for an empty array here, and so for bytes that are there.
    public ReadOnlyMemory<byte>? NullableBytes() =>
        BytesLength() is var length and >= 0 ? Slice(length) : default(ReadOnlyMemory<byte>?);

    public ReadOnlyMemory<byte> Slice(int length)
    {
        var from = Position;
        Take(length);
        return _frame.Slice(from, length);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)Left)
        {
            throw new MalformedFrameException($"{length} bytes are announced at {Position}, {Left} are left.");
        }
        var taken = _span.Slice(Position, length);
        Position += length;
        return taken;
    }

    // A compact string could be longer by its form; no version of the protocol allows it.
    private int StringLength()
    {
        var length = Flexible ? CompactLength() : Int16();
        return length <= short.MaxValue
            ? length
            : throw new MalformedFrameException($"A string of {length} bytes is announced at {Position}.");
    }

    private int BytesLength() => Flexible ? CompactLength() : Int32();

    private int CompactLength()
    {
        var raw = UVarint();
        return raw <= int.MaxValue
            ? (int)raw - 1
            : throw new MalformedFrameException($"A length of {raw} is announced at {Position}.");
    }

    private static MalformedFrameException Absent(string what) => new($"A {what} is null that can't be.");
}
