using System.Globalization;

namespace Portal.Core.Wording;

/// <summary>Counts, sizes and rates as a person reads them. Decimal units for what is measured, binary ones for settings, which are powers of two.</summary>
public static class Quantity
{
    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    /// <summary>Every digit up to ten million (12,408), three figures beyond (42.9 M): nobody compares more.</summary>
    public static string Count(long value) =>
        Math.Abs(value) switch
        {
            < 10_000_000 => value.ToString("N0", Words),
            < 1_000_000_000 => Unit.Of((value / 1e6).ToString("0.#", Words), "M"),
            _ => Unit.Of((value / 1e9).ToString("0.##", Words), "G"),
        };

    public static string Bytes(long value) =>
        Math.Abs(value) switch
        {
            < 1_000 => Unit.Of(value, "B"),
            < 1_000_000 => Scaled(value / 1e3, "kB"),
            < 1_000_000_000 => Scaled(value / 1e6, "MB"),
            < 1_000_000_000_000 => Scaled(value / 1e9, "GB"),
            _ => Scaled(value / 1e12, "TB"),
        };

    /// <summary>A setting's size: 1048576 is 1 MiB, 1048588 is 1 MiB + 12 B.</summary>
    public static string Binary(long value) =>
        Math.Abs(value) switch
        {
            < 1L << 10 => Unit.Of(value, "B"),
            < 1L << 20 => Binary(value, 10, "KiB"),
            < 1L << 30 => Binary(value, 20, "MiB"),
            < 1L << 40 => Binary(value, 30, "GiB"),
            _ => Binary(value, 40, "TiB"),
        };

    /// <summary>Events a second: 0.4, 41, 1,204.</summary>
    public static string PerSecond(double value) =>
        value switch
        {
            0 => "0",
            < 0.05 => "< 0.1",
            < 10 => value.ToString("0.#", Words),
            _ => value.ToString("N0", Words),
        };

    public static string Of(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{Count(count)} {many}";

    /// <param name="count">Of a consumer group; null: not reported.</param>
    public static string Members(int? count) =>
        count is { } members ? Of(members, "member", "members") : "members unknown";

    private static string Binary(long value, int power, string unit)
    {
        var one = 1L << power;
        var (whole, rest) = Math.DivRem(value, one);
        return rest is > 0 and < 1_000
            ? $"{Unit.Of(whole, unit)} + {Unit.Of(rest, "B")}"
            : Unit.Of(((double)value / one).ToString("0.##", Words), unit);
    }

    private static string Scaled(double value, string unit) =>
        Unit.Of(value.ToString(value < 10 ? "0.#" : "0", Words), unit);
}
