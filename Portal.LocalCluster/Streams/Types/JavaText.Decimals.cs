using System.Globalization;

namespace Portal.LocalCluster.Streams.Types;

public static partial class JavaText
{
    private const int LeastPlain = -6;

    /// <summary>All digits that its type has behind the point. Java has no negative zero.</summary>
    public static string Plain(decimal number, int scale) =>
        (number == 0 ? decimal.Zero : number).ToString($"F{scale}", CultureInfo.InvariantCulture);

    /// <summary>As BigDecimal shows itself without the zeros at its end, before the point as well: 1E+2 for 100, 1E-8 for 0.00000001.</summary>
    public static string Stripped(decimal number)
    {
        if (number == 0)
        {
            return "0";
        }

        var text = Math.Abs(number).ToString(CultureInfo.InvariantCulture);
        var plain = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        var digits = plain.Replace(".", "", StringComparison.Ordinal).Trim('0');
        var whole = plain.Split('.')[0];
        var exponent = whole == "0" ? digits.Length - 1 - (plain.Length - 2) : whole.Length - 1;
        var isPlain = exponent >= LeastPlain && digits.Length > exponent;
        return (number < 0 ? "-" : "") + (isPlain ? plain : Scientific(digits, exponent));
    }

    private static string Scientific(string digits, int exponent) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}E{exponent:+0;-0}"
        );
}
