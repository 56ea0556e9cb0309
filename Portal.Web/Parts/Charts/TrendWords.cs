using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Wording;

namespace Portal.Web.Parts;

/// <summary>The last hour of a figure, for the line in its row and for who can't see the line.</summary>
public static class TrendWords
{
    /// <summary>What isn't known is a gap.</summary>
    public static IReadOnlyList<ChartPoint> Points(Trend trend) =>
        [.. trend.Values.Select((value, index) => new ChartPoint(trend.At(index), value))];

    /// <summary>"Lag in the last hour: 120 to 4,700, now 4,100; unknown for 5 min".</summary>
    public static string Sentence(string what, Trend trend, Func<double, string> words)
    {
        var known = trend.Values.OfType<float>().ToList();
        if (known.Count == 0)
        {
            return $"{what} in the last hour: unknown";
        }

        var now = trend.Values[^1] is { } last ? words(last) : "unknown";
        var unknown = (trend.Values.Length - known.Count) * Trend.Step;
        var silence = unknown > TimeSpan.Zero ? $"; unknown for {Age.InWords(unknown)}" : "";
        return $"{what} in the last hour: {words(known.Min())} to {words(known.Max())}, now {now}{silence}";
    }
}
