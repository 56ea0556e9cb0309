using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Kafka.Wire;

/// <summary>Writes a frame into pooled memory that grows as needed and goes back on dispose.</summary>
public sealed partial class KafkaWriter(int sizeHint = 512) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(sizeHint);

    /// <summary>Compact lengths and tagged fields, as flexible versions have them.</summary>
    public bool Flexible { get; set; }

    public int Length { get; private set; }

    /// <summary>What was written; valid until more is written or the writer is disposed.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Int8(sbyte value) => Room(1)[0] = (byte)value;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Room(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Room(8), value);

    public void Float64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Room(8), value);

    public void Bool(bool value) => Room(1)[0] = value ? (byte)1 : (byte)0;

    public void Uuid(Guid value) => value.TryWriteBytes(Room(16), bigEndian: true, out _);

    public void Error(ErrorCode value) => Int16((short)value);

    /// <summary>Seven bits a byte, least significant first.</summary>
    public void UVarint(uint value)
    {
        while (value >= 0x80)
        {
            Room(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }
        Room(1)[0] = (byte)value;
    }

    /// <summary>Zigzag, as records use it.</summary>
    public void Varlong(long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        while (left >= 0x80)
        {
            Room(1)[0] = (byte)(left | 0x80);
            left >>= 7;
        }
        Room(1)[0] = (byte)left;
    }

    public void String(string value) => NullableString(value);

    public void NullableString(string? value)
    {
        if (value is null)
        {
            StringLength(-1);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(value);
        StringLength(length);
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void Bytes(ReadOnlyMemory<byte> value) => NullableBytes(value);

    public void NullableBytes(ReadOnlyMemory<byte>? value)
    {
        BytesLength(value?.Length ?? -1);
        Raw(value.GetValueOrDefault().Span);
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>Writes a number over four bytes that were left for it.</summary>
    public void Int32At(int position, int value) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position, sizeof(int)), value);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void StringLength(int length)
    {
        if (Flexible)
        {
            UVarint((uint)(length + 1));
        }
        else
        {
            Int16(checked((short)length));
        }
    }

    private void BytesLength(int length)
    {
        if (Flexible)
        {
            UVarint((uint)(length + 1));
        }
        else
        {
            Int32(length);
        }
    }

    private Span<byte> Room(int bytes)
    {
        var needed = checked(Length + bytes);
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(
                (int)Math.Min(Math.Max(needed, _buffer.Length * 2L), System.Array.MaxLength)
            );
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var room = _buffer.AsSpan(Length, bytes);
        Length = needed;
        return room;
    }
}
