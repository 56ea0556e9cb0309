using System.Globalization;
using System.Numerics;
using System.Text;

namespace Portal.LocalCluster.Streams.Types;

/// <summary>CAST from one type to another, as Flink does it since 1.15: what can't be cast fails, TRY_CAST gives null.</summary>
public static partial class Casting
{
    /// <summary>Null when there is no such cast.</summary>
    public static Func<object, object?>? Between(SqlType from, SqlType to) =>
        (from.Root, to.Root) switch
        {
            (TypeRoot.Null, _) => _ => null,
            (_, TypeRoot.Char or TypeRoot.String) => value => Fit(JavaText.Of(value, from), to),
            (TypeRoot.Char or TypeRoot.String, _) when TextCasts.To(to) is { } parse => value =>
                parse(((string)value).Trim()),
            (TypeRoot.Char or TypeRoot.String, TypeRoot.Bytes) => value => Encoding.UTF8.GetBytes((string)value),
            (TypeRoot.Boolean, _) when to.IsNumeric => value => Number((bool)value ? 1m : 0m, to),
            (_, TypeRoot.Boolean) when from.IsExact => value => value is not (0L or 0m),
            (TypeRoot.TimestampLtz or TypeRoot.Timestamp, _) when to.IsTimestamp => value => Round(Wall(value), to),
            (TypeRoot.Timestamp or TypeRoot.TimestampLtz, TypeRoot.Date) => value => DateOnly.FromDateTime(Wall(value)),
            (TypeRoot.Timestamp or TypeRoot.TimestampLtz, TypeRoot.Time) => value => TimeOnly.FromDateTime(Wall(value)),
            (TypeRoot.Date, TypeRoot.Timestamp or TypeRoot.TimestampLtz) => value =>
                Round(((DateOnly)value).ToDateTime(TimeOnly.MinValue), to),
            _ when from.IsNumeric && to.IsNumeric => value => Number(value, to),
            _ when from.Root == to.Root && from.Items.Length == to.Items.Length => Inside(from, to),
            _ => null,
        };

    /// <summary>A number in another type: integers wrap as in Java, a decimal that doesn't fit is null.</summary>
    public static object? Number(object value, SqlType to) =>
        to.Root switch
        {
            TypeRoot.Double => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            TypeRoot.Float => Convert.ToSingle(value, CultureInfo.InvariantCulture),
            TypeRoot.Decimal => Fit(Exact(value), to),
            _ => Wrap(to.Root == TypeRoot.BigInt ? Whole(value) : Narrow(value), to.Root),
        };

    /// <summary>Floating numbers beyond INT are its ends before they are cut down further, as in Java.</summary>
    private static long Narrow(object value) =>
        value is double or float ? Math.Clamp(Whole(value), int.MinValue, int.MaxValue) : Whole(value);

    public static long Wrap(long value, TypeRoot root) =>
        root switch
        {
            TypeRoot.TinyInt => unchecked((sbyte)value),
            TypeRoot.SmallInt => unchecked((short)value),
            TypeRoot.Int => unchecked((int)value),
            _ => value,
        };

    /// <summary>Rounded half up to the type's digits; null when it has more before the point than the type takes.</summary>
    public static object? Fit(decimal? value, SqlType to)
    {
        if (value is not { } number)
        {
            return null;
        }

        var rounded = Math.Round(number, Math.Min(to.Scale, 28), MidpointRounding.AwayFromZero);
        var whole = to.Length - to.Scale;
        return whole >= 28 || Math.Abs(Math.Truncate(rounded)) < Power(whole) ? WithScale(rounded, to.Scale) : null;
    }

    /// <summary>The same number written with so many digits after the point, where they fit.</summary>
    public static decimal WithScale(decimal number, int scale)
    {
        if (number.Scale >= scale)
        {
            return number;
        }

        try
        {
            return number + new decimal(0, 0, 0, false, (byte)Math.Min(scale, 28));
        }
        catch (OverflowException)
        {
            return number;
        }
    }

    private static decimal Power(int digits) => (decimal)Math.Pow(10, digits);

    private static decimal? Exact(object value) =>
        value switch
        {
            decimal number => number,
            long number => number,
            double number when !double.IsFinite(number) => null,
            double number => Math.Abs(number) < 7.9e28
                ? decimal.Parse(
                    number.ToString("R", CultureInfo.InvariantCulture),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture
                )
                : null,
            float number when !float.IsFinite(number) => null,
            float number => Math.Abs(number) < 7.9e28f
                ? decimal.Parse(
                    number.ToString("R", CultureInfo.InvariantCulture),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture
                )
                : null,
            _ => null,
        };

    private static long Whole(object value) =>
        value switch
        {
            long number => number,
            decimal number => Math.Abs(number) < 9.2e18m
                ? (long)number
                : unchecked((long)(ulong)(new BigInteger(number) & ulong.MaxValue)),
            double number => Saturated(number),
            float number => Saturated(number),
            _ => 0,
        };

    private static long Saturated(double number) =>
        double.IsNaN(number) ? 0
        : number >= long.MaxValue ? long.MaxValue
        : number <= long.MinValue ? long.MinValue
        : (long)number;

    private static string Fit(string text, SqlType to) =>
        to.Length == SqlType.Unlimited ? text
        : text.EnumerateRunes().Count() is var length && length > to.Length
            ? string.Concat(text.EnumerateRunes().Take(to.Length))
        : to.Root == TypeRoot.Char ? text + new string(' ', to.Length - length)
        : text;

    private static DateTime Wall(object value) => value is DateTimeOffset at ? at.DateTime : (DateTime)value;

    private static object Round(DateTime at, SqlType to)
    {
        var step = (long)Math.Pow(10, Math.Max(0, 7 - to.Length));
        var cut = new DateTime(at.Ticks - (at.Ticks % step));
        return to.Root == TypeRoot.Timestamp ? (object)cut : new DateTimeOffset(cut, TimeSpan.Zero);
    }
}
