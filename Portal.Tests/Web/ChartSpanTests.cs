using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class ChartSpanTests
{
    private static readonly DateTimeOffset _cycle = new(2026, 11, 20, 8, 0, 47, TimeSpan.Zero);

    [Theory]
    [InlineData("7d", "7\u00A0d")]
    [InlineData("24h", "24\u00A0h")]
    [InlineData(null, "1\u00A0h")]
    [InlineData("9y", "1\u00A0h")]
    public void The_address_says_the_span_and_an_hour_where_it_says_none_there_is(string? asked, string words) =>
        ChartSpan.Of(asked).Words.ShouldBe(words);

    [Fact]
    public void A_long_one_says_what_it_is_drawn_from_once_there_is_more_than_full_detail_holds()
    {
        var week = ChartSpan.Of("7d");
        week.Note(TimeSpan.FromDays(7)).ShouldBe("last 7\u00A0d, a reading every 5\u00A0min");
        week.Note(week.LengthAt(TimeSpan.FromHours(2))).ShouldBe("last 7\u00A0d");
        ChartSpan.Of("6h").Note(TimeSpan.FromHours(6)).ShouldBe("last 6\u00A0h");
    }

    [Fact]
    public void A_long_one_is_read_again_once_a_minute_a_short_one_with_each_reading()
    {
        ChartSpan.Of("24h").Round(_cycle).ShouldBe(_cycle.AddSeconds(-47));
        ChartSpan.Of("1h").Round(_cycle).ShouldBe(_cycle);
        ChartSpan.Of("24h").Round(null).ShouldBeNull();
    }
}
