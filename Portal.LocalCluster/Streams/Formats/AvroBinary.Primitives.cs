using System.Numerics;
using System.Text;
using Portal.LocalCluster.Streams.Types;
using Portal.Schemas.Avro;

namespace Portal.LocalCluster.Streams.Formats;

internal sealed partial class AvroBinary
{
    /// <summary>Items that take no byte are as many as the record claims; all others end with it.</summary>
    private const int MostEmpty = 10_000;
    private int _empty;

    private object? Primitive(AvroKind kind, AvroLogical? logical, SqlType? wanted) =>
        kind switch
        {
            AvroKind.Null => null,
            AvroKind.Boolean => Take(1)[0] != 0,
            AvroKind.Int or AvroKind.Long => Whole(Long(), logical, wanted),
            AvroKind.Float => Floating(BitConverter.ToSingle(Take(4)), wanted),
            AvroKind.Double => BitConverter.ToDouble(Take(8)),
            AvroKind.Bytes when logical is { Name: "decimal" } => Decimal(Take((int)Long()), logical, wanted),
            AvroKind.Bytes => Take((int)Long()).ToArray(),
            _ => Text(),
        };

    private static object Floating(float number, SqlType? wanted) =>
        wanted?.Root == TypeRoot.Double ? (double)number : number;

    private static object Whole(long number, AvroLogical? logical, SqlType? wanted) =>
        (wanted?.Root, logical?.Name) switch
        {
            (TypeRoot.Date, _) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)number),
            (TypeRoot.Time, _) => new TimeOnly(number * TimeSpan.TicksPerMillisecond),
            (TypeRoot.Timestamp, "timestamp-micros" or "local-timestamp-micros") => new DateTime(
                DateTime.UnixEpoch.AddMicroseconds(number).Ticks
            ),
            (TypeRoot.Timestamp, _) => new DateTime(DateTime.UnixEpoch.AddMilliseconds(number).Ticks),
            (TypeRoot.TimestampLtz, "timestamp-micros") => new DateTimeOffset(
                DateTime.UnixEpoch.AddMicroseconds(number),
                TimeSpan.Zero
            ),
            (TypeRoot.TimestampLtz, _) => DateTimeOffset.FromUnixTimeMilliseconds(number),
            (TypeRoot.Double, _) => (double)number,
            (TypeRoot.Float, _) => (float)number,
            _ => number,
        };

    private static object? Decimal(ReadOnlySpan<byte> bytes, AvroLogical logical, SqlType? wanted)
    {
        var unscaled = new BigInteger(bytes, isBigEndian: true);
        var scale = logical.Scale ?? 0;
        try
        {
            var number = (decimal)unscaled / (decimal)BigInteger.Pow(10, scale);
            return wanted is { Root: TypeRoot.Decimal } ? Casting.Fit(number, wanted) : number;
        }
        catch (OverflowException)
        {
            throw new SqlDataException(
                "A DECIMAL of more than 28 digits can't be read by the local cluster's stream runtime."
            );
        }
    }

    private List<T> Blocks<T>(Func<T> item)
    {
        var items = new List<T>();
        for (var count = Long(); count != 0; count = Long())
        {
            if (count < 0)
            {
                (count, _) = (-count, Long());
            }

            for (; count > 0; count--)
            {
                var before = _at;
                items.Add(item());
                if (_at == before && ++_empty > MostEmpty)
                {
                    throw new SqlDataException($"The record has more than {MostEmpty:N0} items without a byte.");
                }
            }
        }

        return items;
    }

    private string Text() => Encoding.UTF8.GetString(Take((int)Long()));

    private long Long()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new SqlDataException("The record has a number that isn't Avro's.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - _at)
        {
            throw new SqlDataException("The record ends before its schema does.");
        }

        _at += count;
        return bytes.AsSpan(_at - count, count);
    }
}
