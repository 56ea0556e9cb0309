using Portal.Core.Health;
using Portal.Core.Wording;
using Portal.Web.Parts;
using Portal.Web.Wording;

namespace Portal.Tests.Health;

public sealed class TrendTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 9, 0, 4, TimeSpan.Zero);

    [Fact]
    public void A_minute_keeps_its_first_value()
    {
        var trend = Trend.None.With(_start, 5).With(_start.AddSeconds(50), 9);

        trend.Values.ShouldBe([5]);
        trend.Until.ShouldBe(_start.AddSeconds(-4));
    }

    [Fact]
    public void Minutes_without_a_figure_are_unknown_and_never_zero()
    {
        var trend = Trend.None.With(_start, 5).With(_start.AddMinutes(3), null).With(_start.AddMinutes(4), 7);

        trend.Values.ShouldBe([5, null, null, null, 7]);
        trend.At(0).ShouldBe(_start.AddSeconds(-4));
    }

    [Fact]
    public void An_hour_is_kept_and_no_more()
    {
        var trend = Trend.None;
        for (var minute = 0; minute < 90; minute++)
        {
            trend = trend.With(_start.AddMinutes(minute), minute);
        }

        trend.Values.Length.ShouldBe(Trend.Longest);
        trend.Values[0].ShouldBe(30);
        trend.Values[^1].ShouldBe(89);
    }

    [Fact]
    public void A_silence_longer_than_the_hour_leaves_nothing_of_before()
    {
        var trend = Trend.None.With(_start, 5).With(_start.AddDays(2), 7);

        trend.Values.Length.ShouldBe(Trend.Longest);
        trend.Values.Count(value => value is not null).ShouldBe(1);
        trend.Values[^1].ShouldBe(7);
    }

    [Fact]
    public void Who_cant_see_the_line_is_told_what_it_shows()
    {
        var trend = Trend.None.With(_start, 120).With(_start.AddMinutes(6), 4_700).With(_start.AddMinutes(7), 4_100);

        TrendWords
            .Sentence("Messages behind", trend, lag => Quantity.Count((long)lag))
            .ShouldBe("Messages behind in the last hour: 120 to 4,700, now 4,100; unknown for 5\u00A0min");
        TrendWords.Sentence("Lag", Trend.None, _ => "").ShouldBe("Lag in the last hour: unknown");
    }
}
