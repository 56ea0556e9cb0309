using System.Buffers.Binary;
using System.Text;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Formats;

/// <summary>One column that is all of the record.</summary>
public sealed class RawFormat : IRowFormat
{
    private readonly SqlType _type;

    public RawFormat(IReadOnlyList<Field> fields) =>
        _type = fields is [var only]
            ? only.Type
            : throw new SqlDataException(
                $"The 'raw' format only supports single physical column. However the defined schema contains multiple physical columns: [{string.Join(", ", fields.Select(f => $"`{f.Name}` {f.Type}"))}]"
            );

    public object?[] Decode(byte[] bytes) =>
        [
            _type.Root switch
            {
                TypeRoot.Bytes => bytes,
                TypeRoot.BigInt when bytes.Length == 8 => BinaryPrimitives.ReadInt64BigEndian(bytes),
                TypeRoot.Int when bytes.Length == 4 => (long)BinaryPrimitives.ReadInt32BigEndian(bytes),
                TypeRoot.Boolean when bytes.Length == 1 => bytes[0] != 0,
                _ when _type.IsText => Encoding.UTF8.GetString(bytes),
                _ => throw new SqlDataException($"A record of {bytes.Length} bytes isn't one {_type} in 'raw' format."),
            },
        ];

    public byte[]? Encode(object?[] values)
    {
        var bytes = new byte[8];
        switch (values[0])
        {
            case null:
                return null;
            case byte[] all:
                return all;
            case long number when _type.Root == TypeRoot.BigInt:
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                return bytes;
            case long number:
                BinaryPrimitives.WriteInt32BigEndian(bytes, (int)number);
                return bytes[..4];
            case bool truth:
                return [truth ? (byte)1 : (byte)0];
            case var other:
                return Encoding.UTF8.GetBytes(JavaText.Of(other, _type));
        }
    }
}
