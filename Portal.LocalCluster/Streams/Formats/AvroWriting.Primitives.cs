using System.Numerics;
using System.Text;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;

namespace Portal.LocalCluster.Streams.Formats;

internal sealed partial class AvroWriting
{
    private void Primitive(AvroPrimitive type, object value, SqlType from)
    {
        switch (type.Kind)
        {
            case AvroKind.Boolean:
                to.WriteByte((bool)value ? (byte)1 : (byte)0);
                break;
            case AvroKind.Int or AvroKind.Long:
                Long(Whole(value, type.Logical));
                break;
            case AvroKind.Float:
                to.Write(BitConverter.GetBytes((float)Casting.Number(value, new SqlType(TypeRoot.Float))!));
                break;
            case AvroKind.Double:
                to.Write(BitConverter.GetBytes((double)Casting.Number(value, SqlType.Double)!));
                break;
            case AvroKind.Bytes when type.Logical is { Name: "decimal" } logical:
                Bytes(Unscaled((decimal)value, logical));
                break;
            case AvroKind.Bytes:
                Bytes((byte[])value);
                break;
            default:
                Bytes(Encoding.UTF8.GetBytes(JavaText.Of(value, from)));
                break;
        }
    }

    private static long Whole(object value, AvroLogical? logical) =>
        value switch
        {
            DateOnly date => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
            TimeOnly time => time.Ticks / TimeSpan.TicksPerMillisecond,
            DateTime at => Since(at, logical),
            DateTimeOffset at => Since(at.UtcDateTime, logical),
            _ => (long)value,
        };

    private static long Since(DateTime at, AvroLogical? logical) =>
        (at.Ticks - DateTime.UnixEpoch.Ticks)
        / (
            logical?.Name.EndsWith("micros", StringComparison.Ordinal) == true
                ? TimeSpan.TicksPerMicrosecond
                : TimeSpan.TicksPerMillisecond
        );

    private static byte[] Unscaled(decimal number, AvroLogical logical) =>
        new BigInteger(number * (decimal)BigInteger.Pow(10, logical.Scale ?? 0)).ToByteArray(isBigEndian: true);

    private static byte[] Padded(byte[] bytes, int size) =>
        [.. Enumerable.Repeat(bytes[0] >= 0x80 ? (byte)0xFF : (byte)0, size - bytes.Length), .. bytes];

    private void Block<T>(T[] items, Action<T> write)
    {
        if (items.Length > 0)
        {
            Long(items.Length);
            Array.ForEach(items, write);
        }

        Long(0);
    }

    private void Bytes(byte[] bytes)
    {
        Long(bytes.Length);
        to.Write(bytes);
    }

    private void Long(long number)
    {
        var rest = unchecked((ulong)((number << 1) ^ (number >> 63)));
        for (; rest >= 0x80; rest >>= 7)
        {
            to.WriteByte((byte)(rest | 0x80));
        }

        to.WriteByte((byte)rest);
    }

    private static SqlDataException Null(string name) =>
        new($"The column {name} is NULL, and its Avro field takes no null.");
}
