using System.Globalization;

namespace Portal.LocalCluster.Streams.Sql;

/// <summary>The text of an interval of several units: '1 02:03:04.5' DAY TO SECOND.</summary>
internal static class IntervalText
{
    private static readonly string[] Units = ["DAY", "HOUR", "MINUTE", "SECOND"];
    private static readonly double[] Seconds = [86_400, 3_600, 60, 1];

    /// <summary>Null when the text isn't one.</summary>
    public static TimeSpan? Span(string text, string from, string to)
    {
        var first = Array.IndexOf(Units, from);
        var parts = text.Split(' ', ':');
        if (first < 0 || Array.IndexOf(Units, to) != first + parts.Length - 1)
        {
            return null;
        }

        var total = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                !double.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            )
            {
                return null;
            }

            total += number * Seconds[first + i];
        }

        return TimeSpan.FromMilliseconds(Math.Round(total * 1000));
    }
}
