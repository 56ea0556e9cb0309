using System.Globalization;
using Bunit;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class ChartTests : PartTests
{
    private static readonly DateTimeOffset _start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo _berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly ChartFrame _frame = new(_start, _start.AddMinutes(10), 100);

    [Theory]
    [InlineData(1, "0 1")]
    [InlineData(5, "0 5")]
    [InlineData(4, "0 2 4")]
    [InlineData(1.5, "0 0.75 1.5")]
    public void An_axis_says_no_half_that_would_be_rounded_to_another_number(double top, string said) =>
        string.Join(' ', new ChartFrame(_start, _start.AddMinutes(10), top).Ticks.Select(tick => $"{tick}"))
            .ShouldBe(said);

    [Fact]
    public void The_line_breaks_where_there_was_no_answer() =>
        _frame.Line(Points(0, 50, null, null, 100)).ShouldBe("M0 100 100 50M400 0");

    [Fact]
    public void What_lies_under_a_broken_line_is_broken_too() =>
        _frame.Area(Points(50, 50, null, 50)).ShouldBe("M0 100L0 50L100 50L100 100ZM300 100L300 50L300 100Z");

    [Fact]
    public void A_gap_reaches_from_the_last_answer_to_the_next()
    {
        _frame.Gaps(Points(1, 1, null, null, 1)).ShouldBe([(100, 400)]);
        _frame.Gaps(Points(null, 1)).ShouldBe([(0, 100)]);
        _frame.Gaps(Points(1, null)).ShouldBe([(0, 1000)]);
        _frame.Gaps(Points(1, 1)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 8)]
    [InlineData(2_405, 3_000)]
    [InlineData(1, 1)]
    [InlineData(1_500, 1_500)]
    public void The_axis_ends_at_a_round_number(double largest, double top) =>
        ChartFrame.RoundAbove(largest).ShouldBe(top);

    [Fact]
    public void A_chart_is_an_image_with_a_sentence_and_keeps_what_the_hover_needs()
    {
        var chart = Render<TimeChart>(p =>
            p.Add(c => c.Title, "Lag")
                .Add(c => c.Lines, [new Series("lag", Points(5, null, 9))])
                .Add(c => c.From, _start)
                .Add(c => c.To, _start.AddMinutes(10))
                .Add(c => c.Words, v => $"{v} messages")
                .Add(c => c.Sentence, "Lag grew from 5 to 9")
                .Add(c => c.Annotations, [new Annotation(_start.AddMinutes(1), "#12 grow")])
        );
        chart.Find("svg").GetAttribute("role").ShouldBe("img");
        chart.Find("svg").GetAttribute("aria-label").ShouldBe("Lag grew from 5 to 9");
        chart.Find(".plot").GetAttribute("data-points")!.ShouldContain("""["5 messages",null,"9 messages"]""");
        chart.FindAll(".gap").Count.ShouldBe(1);
        chart.Find(".annotation").TextContent.ShouldBe("#12 grow");
    }

    [Fact]
    public void A_gap_is_named_without_pointing_at_it_however_short()
    {
        Keys(5, 6, null, 9).ShouldBe(["no answer"]);
        Keys(5, 6, 7, 9).ShouldBeEmpty();
    }

    private IEnumerable<string> Keys(params double?[] values) =>
        Render<TimeChart>(p =>
                p.Add(c => c.Title, "Lag")
                    .Add(c => c.Lines, [new Series("lag", Points(values))])
                    .Add(c => c.From, _start)
                    .Add(c => c.To, _start.AddHours(1))
                    .Add(c => c.Words, v => $"{v}")
                    .Add(c => c.Sentence, "")
            )
            .FindAll("figcaption .key")
            .Select(key => key.TextContent);

    [Fact]
    public void A_gap_begins_with_the_first_reading_not_before_it()
    {
        var chart = Render<TimeChart>(p =>
            p.Add(c => c.Title, "Lag")
                .Add(c => c.Lines, [new Series("lag", [new(_start.AddMinutes(5), null), new(_start.AddMinutes(8), 2)])])
                .Add(c => c.From, _start)
                .Add(c => c.To, _start.AddMinutes(10))
                .Add(c => c.Words, v => $"{v}")
                .Add(c => c.Sentence, "")
        );

        chart.FindAll(".gap-label").Select(label => label.TextContent).ShouldBe(["no answer", "no data yet"]);
        chart.Find(".gap:not(.gap-before)").GetAttribute("x").ShouldBe("500");
    }

    [Fact]
    public void Over_a_day_and_a_week_the_axis_and_the_pointer_say_the_day()
    {
        var from = new DateTimeOffset(2026, 11, 20, 9, 44, 17, TimeSpan.FromHours(1));
        string[] Ticks(TimeSpan span) =>
            [.. TimeTicks.Between(from, from + span, _berlin).Select(at => TimeTicks.Words(at, span))];

        Ticks(TimeSpan.FromHours(24)).ShouldBe(["Fri 12:00", "Fri 18:00", "Sat 00:00", "Sat 06:00"]);
        Ticks(TimeSpan.FromDays(7)).ShouldBe(["Sun 22 Nov", "Tue 24 Nov", "Thu 26 Nov"]);
        TimeTicks.Exact(from, TimeSpan.FromDays(7)).ShouldBe("Fri 20 Nov 09:44");
        TimeTicks.Exact(from, TimeSpan.FromHours(6)).ShouldBe("09:44:17");
    }

    [Fact]
    public void The_axis_of_time_has_whole_minutes_of_the_readers_zone()
    {
        var from = new DateTimeOffset(2026, 11, 20, 9, 44, 17, TimeSpan.FromHours(1));
        TimeTicks
            .Between(from, from.AddHours(1), _berlin)
            .Select(at => TimeTicks.Words(at, TimeSpan.FromHours(1)))
            .ShouldBe(["09:45", "10:00", "10:15", "10:30"]);
        TimeTicks.Between(from, from.AddMinutes(15), _berlin).Select(at => at.Minute).ShouldBe([45, 50, 55]);
    }

    [Fact]
    public void After_a_change_of_the_clocks_the_axis_has_the_hours_and_days_that_a_clock_shows()
    {
        Marks("2026-10-24T12:34:00+02:00", TimeSpan.FromHours(24))
            .ShouldBe(["24 Oct 18:00 +02:00", "25 Oct 00:00 +02:00", "25 Oct 06:00 +01:00"]);
        Marks("2026-10-22T09:00:00+02:00", TimeSpan.FromDays(7))
            .ShouldBe(["24 Oct 00:00 +02:00", "26 Oct 00:00 +01:00", "28 Oct 00:00 +01:00"]);
        Marks("2026-03-28T12:34:00+01:00", TimeSpan.FromHours(24))
            .ShouldBe(["28 Mar 18:00 +01:00", "29 Mar 00:00 +01:00", "29 Mar 06:00 +02:00", "29 Mar 12:00 +02:00"]);
    }

    [Fact]
    public void An_hour_that_comes_twice_is_marked_twice_and_one_that_is_skipped_not_at_all()
    {
        Marks("2026-10-25T02:30:00+02:00", TimeSpan.FromMinutes(45))
            .ShouldBe([
                "25 Oct 02:30 +02:00",
                "25 Oct 02:40 +02:00",
                "25 Oct 02:50 +02:00",
                "25 Oct 02:00 +01:00",
                "25 Oct 02:10 +01:00",
            ]);
        Marks("2026-10-24T23:10:00+02:00", TimeSpan.FromHours(6))
            .ShouldBe(["25 Oct 00:00 +02:00", "25 Oct 02:00 +02:00", "25 Oct 04:00 +01:00"]);
        Marks("2026-03-29T01:30:00+01:00", TimeSpan.FromHours(1))
            .ShouldBe([
                "29 Mar 01:30 +01:00",
                "29 Mar 01:45 +01:00",
                "29 Mar 03:00 +02:00",
                "29 Mar 03:15 +02:00",
                "29 Mar 03:30 +02:00",
            ]);
    }

    private static IEnumerable<string> Marks(string from, TimeSpan span)
    {
        var start = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        return TimeTicks
            .Between(start, start + span, _berlin)
            .Select(at => at.ToString("d MMM HH:mm zzz", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(800, 1_200)]
    [InlineData(61, 120)]
    [InlineData(90_000, 172_800)]
    public void A_length_of_time_ends_at_whole_minutes_hours_or_days(double largest, double top) =>
        TimeTicks.RoundAbove(largest).ShouldBe(top);

    [Fact]
    public void What_lies_before_the_first_reading_is_called_so()
    {
        var chart = Render<TimeChart>(p =>
            p.Add(c => c.Title, "Lag")
                .Add(c => c.Lines, [new Series("lag", [new(_start.AddMinutes(5), 1), new(_start.AddMinutes(6), 2)])])
                .Add(c => c.From, _start)
                .Add(c => c.To, _start.AddMinutes(10))
                .Add(c => c.Words, v => $"{v}")
                .Add(c => c.Sentence, "")
        );
        chart.Find(".gap-label").TextContent.ShouldBe("no data yet");
    }

    [Fact]
    public void A_trend_of_one_point_is_no_trend() =>
        Render<Sparkline>(p => p.Add(s => s.Points, Points(5)).Add(s => s.Sentence, ""))
            .Markup.ShouldContain("no data yet");

    private static IReadOnlyList<ChartPoint> Points(params double?[] values) =>
        [.. values.Select((value, minute) => new ChartPoint(_start.AddMinutes(minute), value))];
}
