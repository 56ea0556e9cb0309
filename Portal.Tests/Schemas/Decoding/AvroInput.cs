using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Portal.Schemas.Avro;
using Portal.Schemas.Avro.Data;

namespace Portal.Tests.Schemas.Decoding;

/// <summary>Avro's "Binary Encoding", as its bytes stand: nothing is believed that the bytes don't hold.</summary>
internal ref struct AvroInput(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    // null, and a record without fields, take no byte: so many of them are believed all the same.
    private const int ItemsWithoutBytes = 10_000;
    private const int DeepestValue = 2_000;

    private ReadOnlySpan<byte> _rest = bytes;
    private long _itemsLeft = bytes.Length + ItemsWithoutBytes;
    private int _depth;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool Truth() =>
        Take(1)[0] switch
        {
            0 => false,
            1 => true,
            var other => throw new InvalidDataException($"A boolean is 0 or 1, not {other}."),
        };

    public int Int() =>
        Long() is >= int.MinValue and <= int.MaxValue and var whole
            ? (int)whole
            : throw new InvalidDataException("A number is wider than an int.");

    public long Long()
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

        throw new InvalidDataException("A number is wider than 64 bits.");
    }

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public ImmutableArray<byte> Bytes() => [.. Take(Long())];

    public ImmutableArray<byte> Fixed(int size) => [.. Take(size)];

    public string Text()
    {
        try
        {
            return Strict.GetString(Take(Long()));
        }
        catch (DecoderFallbackException broken)
        {
            throw new InvalidDataException("A string isn't UTF-8.", broken);
        }
    }

    /// <summary>How many items the next block of an array or a map has; 0 ends it. A block may tell its size in bytes first.</summary>
    public long Block()
    {
        var count = Long();
        if (count < 0)
        {
            count = -count;
            _ = Long();
        }

        if (count < 0 || count > _itemsLeft)
        {
            throw new InvalidDataException($"More items are announced than {_rest.Length} bytes can hold.");
        }

        _itemsLeft -= count;
        return count;
    }

    /// <summary>Into a value's part: a record may hold itself, and what holds itself for ever takes no byte.</summary>
    public void Enter()
    {
        if (++_depth > DeepestValue)
        {
            throw new InvalidDataException("A value is nested too deep.");
        }
    }

    public void Leave() => _depth--;

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException($"{count} bytes are announced and {_rest.Length} are there.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
