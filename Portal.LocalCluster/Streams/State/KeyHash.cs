using System.Numerics;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// A hash of a key that is the same in every process and version, since snapshots are divided by it. What <see cref="Values.AreSame(object, object)"/>
/// takes for the same has the same: 1.0 and 1.00, a map in any order.
/// </summary>
internal static class KeyHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Divided by it, a DECIMAL has no zeros at its end.</summary>
    private const decimal WithoutZeros = 1.0000000000000000000000000000m;

    public static int Of(object?[] key) => Folded(OfItems(key));

    private static ulong OfItems(object?[] items)
    {
        var hash = (ulong)items.Length;
        foreach (var item in items)
        {
            hash = Mixed(hash, OfValue(item));
        }

        return hash;
    }

    private static ulong OfValue(object? value) =>
        value switch
        {
            null => Mixed(0, (ulong)ValueKind.Null),
            bool truth => Mixed(0, (ulong)(truth ? ValueKind.True : ValueKind.False)),
            long number => Mixed((ulong)ValueKind.Whole, (ulong)number),
            double number => Mixed((ulong)ValueKind.Double, Bits(number)),
            float number => Mixed((ulong)ValueKind.Float, Bits(number)),
            decimal number => OfDecimal(number / WithoutZeros),
            string text => OfText(text),
            byte[] bytes => OfBytes(bytes),
            DateOnly date => Mixed((ulong)ValueKind.Date, (ulong)date.DayNumber),
            TimeOnly time => Mixed((ulong)ValueKind.Time, (ulong)time.Ticks),
            DateTime at => Mixed((ulong)ValueKind.Timestamp, (ulong)at.Ticks),
            DateTimeOffset at => Mixed((ulong)ValueKind.Instant, (ulong)at.UtcTicks),
            TimeSpan span => Mixed((ulong)ValueKind.Interval, (ulong)span.Ticks),
            object?[] items => Mixed((ulong)ValueKind.Items, OfItems(items)),
            SqlMap map => Mixed((ulong)ValueKind.Map, OfMap(map)),
            _ => throw new InvalidOperationException(value.GetType().Name),
        };

    private static ulong Bits(double number) =>
        number == 0 ? 0
        : double.IsNaN(number) ? ulong.MaxValue
        : BitConverter.DoubleToUInt64Bits(number);

    private static ulong OfDecimal(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var hash = (ulong)ValueKind.Decimal;
        foreach (var part in parts)
        {
            hash = Mixed(hash, (uint)part);
        }

        return hash;
    }

    private static ulong OfText(string text)
    {
        var hash = (ulong)ValueKind.Text;
        foreach (var letter in text)
        {
            hash = Mixed(hash, letter);
        }

        return hash;
    }

    private static ulong OfBytes(byte[] bytes)
    {
        var hash = (ulong)ValueKind.Bytes;
        foreach (var each in bytes)
        {
            hash = Mixed(hash, each);
        }

        return hash;
    }

    private static ulong OfMap(SqlMap map)
    {
        var sum = 0ul;
        foreach (var (key, value) in map.Entries)
        {
            sum = unchecked(sum + Mixed(OfValue(key), OfValue(value)));
        }

        return sum;
    }

    private static ulong Mixed(ulong hash, ulong with) =>
        BitOperations.RotateLeft(unchecked((hash ^ with) * Prime), 31) ^ with;

    private static int Folded(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 29)) * Prime);
        return unchecked((int)(hash >> 32));
    }
}
