using System.Globalization;
using System.Numerics;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json.Payloads;

/// <summary>Numbers as they are written in JSON, which may be wider than any of .NET's.</summary>
internal static class JsonNumbers
{
    private const NumberStyles Written =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Null for what is no number, or doesn't fit.</summary>
    public static decimal? Exact(JsonPart? json) =>
        json is JsonNumber number && decimal.TryParse(number.Raw, Written, CultureInfo.InvariantCulture, out var exact)
            ? exact
            : null;

    public static int Compare(JsonNumber one, JsonNumber other) =>
        (Exact(one), Exact(other)) is ({ } a, { } b) ? a.CompareTo(b) : Near(one).CompareTo(Near(other));

    public static bool IsMultiple(JsonNumber number, JsonNumber step)
    {
        if ((Exact(number), Exact(step)) is ({ } a, { } b) && b != 0)
        {
            return a % b == 0;
        }

        var quotient = Near(number) / Near(step);
        return !double.IsFinite(quotient) || Math.Abs(quotient - Math.Round(quotient)) < 1e-9;
    }

    /// <summary>1.0 and 1e2 are whole numbers too, since draft 6.</summary>
    public static bool IsWhole(JsonNumber number)
    {
        var parts = number.Raw.Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal).TrimStart('-');
        var bare = digits.TrimEnd('0');
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        // What is left without the zeros at its end is whole where nothing of it lies behind the point.
        return bare.Length == 0
            || (
                BigInteger.TryParse(
                    parts.Length > 1 ? parts[1] : "0",
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var power
                )
                && power + (digits.Length - bare.Length) - decimals >= 0
            );
    }

    private static double Near(JsonNumber number) => double.Parse(number.Raw, CultureInfo.InvariantCulture);
}
