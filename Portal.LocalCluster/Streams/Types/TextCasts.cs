using System.Globalization;

namespace Portal.LocalCluster.Streams.Types;

/// <summary>Text read as another type. What can't be read is an error in words.</summary>
public static class TextCasts
{
    private static readonly string[] Truths = ["t", "true", "y", "yes", "1"];
    private static readonly string[] Falsehoods = ["f", "false", "n", "no", "0"];

    public static Func<string, object?>? To(SqlType type) =>
        type.Root switch
        {
            TypeRoot.Boolean => text => Truth(text),
            TypeRoot.TinyInt => text => Whole(text, sbyte.MinValue, sbyte.MaxValue),
            TypeRoot.SmallInt => text => Whole(text, short.MinValue, short.MaxValue),
            TypeRoot.Int => text => Whole(text, int.MinValue, int.MaxValue),
            TypeRoot.BigInt => text => Whole(text, long.MinValue, long.MaxValue),
            TypeRoot.Float => text => (float)Floating(text),
            TypeRoot.Double => text => Floating(text),
            TypeRoot.Decimal => text => Casting.Fit(Exact(text), type),
            TypeRoot.Date => text => TimeText.Date(text),
            TypeRoot.Time => text => TimeText.Time(text),
            TypeRoot.Timestamp => text => TimeText.Timestamp(text, "timestamp"),
            TypeRoot.TimestampLtz => text => TimeText.Instant(text),
            _ => null,
        };

    private static object Truth(string text) =>
        Truths.Contains(text, StringComparer.OrdinalIgnoreCase) ? true
        : Falsehoods.Contains(text, StringComparer.OrdinalIgnoreCase) ? false
        : throw new SqlDataException($"Cannot parse '{text}' as BOOLEAN.");

    /// <summary>What stands behind the point is cut off, as Flink does.</summary>
    private static object Whole(string text, long least, long most)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var isFraction = point >= 0 && text[(point + 1)..].All(char.IsAsciiDigit);
        return
            long.TryParse(
                isFraction ? text[..point] : text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= least
            && number <= most
            ? number
            : throw new SqlDataException($"For input string: '{text}'. Invalid character found.");
    }

    private static double Floating(string text) =>
        text switch
        {
            "NaN" => double.NaN,
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new SqlDataException($"For input string: \"{text}\""),
        };

    private static decimal Exact(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SqlDataException($"Cannot parse '{text}' as DECIMAL.");
}

/// <summary>A value that an expression can't work with: a cast that fails, a division by zero. The message is for the job's author.</summary>
public sealed class SqlDataException(string message) : Exception(message)
{
    /// <summary>It is the fault of the row that is at work, so where that row comes from is worth saying.</summary>
    public bool IsOfRow { get; init; } = true;
}
