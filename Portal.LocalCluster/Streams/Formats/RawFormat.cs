using System.Buffers.Binary;
using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>One column that is all of the record: text in its charset, a number in as many bytes as its type has.</summary>
public sealed class RawFormat : IRowFormat
{
    private readonly SqlType _type;
    private readonly Encoding _charset;
    private readonly bool _isLittleEndian;

    public RawFormat(IReadOnlyList<Field> fields, FormatOptions options)
    {
        _type = fields is [var only]
            ? only.Type
            : throw new SqlDataException(
                $"The 'raw' format only supports single physical column. However the defined schema contains multiple physical columns: [{string.Join(", ", fields.Select(f => $"`{f.Name}` {f.Type}"))}]"
            );
        if (!_type.IsText && _type.Root is not (TypeRoot.Bytes or TypeRoot.Boolean) && Size == 0)
        {
            throw new SqlDataException($"The 'raw' format doesn't supports '{_type}' as column type.");
        }

        _charset = Charset(options.Get("raw.charset") ?? "UTF-8");
        _isLittleEndian = options.Get("raw.endianness") switch
        {
            null or "big-endian" => false,
            "little-endian" => true,
            var other => throw new SqlDataException(
                $"Unsupported endianness name: {other}. Valid values of 'raw.endianness' option are 'big-endian' and 'little-endian'."
            ),
        };
    }

    /// <summary>A record without a value is a row with NULL.</summary>
    public object?[]? DecodeNull() => [null];

    public object?[] Decode(byte[] bytes) =>
        [
            _type.Root switch
            {
                TypeRoot.Bytes => bytes,
                TypeRoot.Boolean when bytes.Length == 1 => bytes[0] != 0,
                _ when _type.IsText => _charset.GetString(bytes),
                _ when bytes.Length == Size => Number(_isLittleEndian ? bytes : [.. bytes.Reverse()]),
                _ => throw new SqlDataException($"A record of {bytes.Length} bytes isn't one {_type} in 'raw' format."),
            },
        ];

    public byte[]? Encode(object?[] values) =>
        values[0] switch
        {
            null => null,
            byte[] all => all,
            bool truth => [truth ? (byte)1 : (byte)0],
            string text => _charset.GetBytes(text),
            var number => Bytes(number) is var bytes && _isLittleEndian ? bytes : [.. bytes.Reverse()],
        };

    private int Size =>
        _type.Root switch
        {
            TypeRoot.TinyInt => 1,
            TypeRoot.SmallInt => 2,
            TypeRoot.Int or TypeRoot.Float => 4,
            TypeRoot.BigInt or TypeRoot.Double => 8,
            _ => 0,
        };

    private object Number(ReadOnlySpan<byte> bytes) =>
        _type.Root switch
        {
            TypeRoot.TinyInt => (object)(long)(sbyte)bytes[0],
            TypeRoot.SmallInt => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
            TypeRoot.Int => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            TypeRoot.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            TypeRoot.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };

    private byte[] Bytes(object number)
    {
        var bytes = new byte[sizeof(long)];
        var bits = number switch
        {
            float single => BitConverter.SingleToInt32Bits(single),
            double twice => BitConverter.DoubleToInt64Bits(twice),
            _ => (long)number,
        };
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bits);
        return bytes[..Size];
    }

    private static Encoding Charset(string name)
    {
        try
        {
            return Encoding.GetEncoding(name) is UTF8Encoding ? new UTF8Encoding(false) : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new SqlDataException($"Unsupported 'raw.charset' name: {name}.");
        }
    }
}
