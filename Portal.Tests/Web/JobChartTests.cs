using Bunit;
using Portal.Core.Health;
using Portal.Core.Jobs.History;
using Portal.Web.Features.Jobs;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

public sealed class JobChartTests : PartTests
{
    private DateTimeOffset Now => Clock.GetUtcNow();

    [Fact]
    public void What_it_read_and_how_often_it_restarted_is_said_and_marked()
    {
        var charts = Draw([Point(10, 120, 0.2), Point(5, 80, 0.9), Point(1, 100, 0.1)], 5, 70);

        charts
            .Find("svg")
            .GetAttribute("aria-label")
            .ShouldBe("It read between 80 and 120 records a second over the last 1\u00A0h. It restarted 1 time.");
        charts.FindAll("svg")[1].GetAttribute("aria-label")!.ShouldContain("at most 90\u00A0% of the time");
        charts.FindAll(".annotation").ShouldHaveSingleItem().TextContent.ShouldBe("restart");
    }

    [Fact]
    public void A_crash_loop_is_counted_and_does_not_hide_the_line()
    {
        var charts = Draw([Point(1, 1, 0)], [.. Enumerable.Range(1, 30)]);

        charts.FindAll(".annotation").ShouldBeEmpty();
        charts.Markup.ShouldContain("It restarted 30 times.");
    }

    [Fact]
    public void Of_what_was_never_read_nothing_is_said()
    {
        var charts = Draw([JobPoint.Gap(Now.AddMinutes(-3))]);

        charts.Markup.ShouldContain("No throughput is known for the last 1\u00A0h.");
        charts.Markup.ShouldContain("Back pressure isn't known for the last 1\u00A0h.");
    }

    [Theory]
    [InlineData(
        "1h",
        "records per second, last 1\u00A0h",
        "share of time, of the operator that has most, last 1\u00A0h"
    )]
    [InlineData(
        "7d",
        "records per second, last 7\u00A0d, means of 56\u00A0min",
        "share of time, of the operator that has most, last 7\u00A0d, the highest of 56\u00A0min"
    )]
    public void What_a_point_is_of_several_readings_stands_beside_the_title(string key, string read, string pressed)
    {
        var span = ChartSpan.Of(key);
        var window = JobChart.WindowOf(span, TimeSpan.FromDays(30), Now);
        // The line is of means; what was read least and most is of readings.
        var chart = new JobChart(span, window, new([Point(90, 100, 0.2), Point(10, 98, 0.1)], 0, 240), []);

        var charts = Render<JobCharts>(p => p.Add(c => c.Chart, chart).Add(c => c.Changes, []));

        charts.FindAll("figcaption > span:first-child").Select(unit => unit.TextContent).ShouldBe([read, pressed]);
        charts
            .Find("svg")
            .GetAttribute("aria-label")
            .ShouldBe($"It read between 0 and 240 records a second over the last {span.Words}.");
    }

    private IRenderedComponent<JobCharts> Draw(JobPoint[] points, params int[] restartedMinutesAgo)
    {
        var window = new Window(Now.AddHours(-1), Now);
        var drawn = new DrawnPoints(
            [.. points],
            points.Min(point => point.ReadPerSecond),
            points.Max(point => point.ReadPerSecond)
        );
        DateTimeOffset[] restarts = [.. restartedMinutesAgo.OrderDescending().Select(ago => Now.AddMinutes(-ago))];
        return Render<JobCharts>(p =>
            p.Add(c => c.Chart, new JobChart(ChartSpan.Of(null), window, drawn, restarts)).Add(c => c.Changes, [])
        );
    }

    private JobPoint Point(int minutesAgo, double read, double pressed) =>
        new(Now.AddMinutes(-minutesAgo), read, read / 2, pressed / 2, pressed);
}
