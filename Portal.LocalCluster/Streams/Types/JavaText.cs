using System.Globalization;

namespace Portal.LocalCluster.Streams.Types;

/// <summary>Values as text, as Flink's casts write them: numbers in Java's way.</summary>
public static partial class JavaText
{
    public static string Of(object value, SqlType type) =>
        value switch
        {
            string text => text,
            bool truth => truth ? "TRUE" : "FALSE",
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => Of(number, isDouble: true),
            float number => Of(number, isDouble: false),
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            DateTime at => At(at, type.Length),
            DateTimeOffset at => At(at.DateTime, type.Length),
            byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
            TimeSpan span => Span(span),
            object?[] items when type.Root == TypeRoot.Row =>
                $"({string.Join(", ", items.Select((item, i) => Item(item, type.Items[i])))})",
            object?[] items => $"[{string.Join(", ", items.Select(item => Item(item, type.Items[0])))}]",
            SqlMap map =>
                $"{{{string.Join(", ", map.Entries.Select(e => $"{Item(e.Key, type.Items[0])}={Item(e.Value, type.Items[1])}"))}}}",
            _ => throw new InvalidOperationException(value.GetType().Name),
        };

    /// <summary>A timestamp with its fraction as long as the type has it.</summary>
    public static string At(DateTime at, int digits) =>
        at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        + (digits > 0 ? $".{Fraction(at).PadRight(9, '0')[..digits]}" : "");

    private static string Fraction(DateTime at) =>
        (at.Ticks % TimeSpan.TicksPerSecond).ToString("D7", CultureInfo.InvariantCulture);

    private static string Item(object? item, SqlType type) => item is null ? "NULL" : Of(item, type);

    private static string Span(TimeSpan span) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(span < TimeSpan.Zero ? "-" : "+")}{Math.Abs(span.Days)} {span:hh\\:mm\\:ss\\.fff}"
        );

    /// <summary>Java writes 1.0E10 where .NET writes 10000000000, from 10^7 on and below 10^-3.</summary>
    private static string Of(double number, bool isDouble)
    {
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            return double.IsNaN(number) ? "NaN"
                : number > 0 ? "Infinity"
                : "-Infinity";
        }

        var shortest = isDouble
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : ((float)number).ToString("R", CultureInfo.InvariantCulture);
        var (sign, rest) = shortest[0] == '-' ? ("-", shortest[1..]) : ("", shortest);
        var (digits, exponent) = Split(rest);
        if (digits.Length == 0)
        {
            return $"{sign}0.0";
        }

        return exponent is >= -3 and < 7
            ? sign + Plain(digits, exponent)
            : $"{sign}{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent}";
    }

    /// <summary>Its digits without zeros around, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Split(string number)
    {
        var e = number.IndexOf('E', StringComparison.Ordinal);
        var power = e < 0 ? 0 : int.Parse(number[(e + 1)..], CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? number : number[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var first = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole - first - 1 + power);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        var whole = digits.PadRight(exponent + 1, '0');
        var fraction = whole[(exponent + 1)..];
        return $"{whole[..(exponent + 1)]}.{(fraction.Length > 0 ? fraction : "0")}";
    }
}
