using Bunit;
using Portal.Core;
using Portal.Core.Health;
using Portal.Tests.Pages;
using Portal.Web.Features.Topics;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>What a topic's chart states of its figures.</summary>
public sealed class TopicChartTests : PartTests
{
    [Theory]
    [InlineData("15m", 15, 180, "10\u00A0s")]
    [InlineData("6h", 360, 180, "2\u00A0min")]
    [InlineData("24h", 1_440, 144, "10\u00A0min")]
    public void They_are_means_of_a_time_that_is_named(string key, int minutes, int points, string mean)
    {
        var now = Clock.GetUtcNow();
        var (sample, span) = (new Sample(now), ChartSpan.Of(key));
        var topic = sample.Topic("orders", 1, LagStatus.Ok) with { IsInternal = true };
        var cluster = sample.Cluster(new ClusterId(1), "main", "prod", [topic], []);
        var window = new Window(now.AddMinutes(-minutes), now, points);
        RatePoint[] rates = [new(now.AddMinutes(-1), 98, null), new(now, 102, null)];
        var view = new TopicView(new TopicRow(cluster, topic, null), [], [], [], rates, window, null, [], false)
        {
            Span = span,
        };

        var chart = Render<TopicOverview>(p => p.Add(t => t.Topic, view)).Find("figure.chart");

        chart
            .QuerySelector("figcaption span")!
            .TextContent.ShouldBe($"messages per second, last {span.Words}, means of {mean}");
        chart
            .QuerySelector("svg")!
            .GetAttribute("aria-label")
            .ShouldBe($"Messages in between 98 and 102 a second over the last {span.Words}, as means of {mean}.");
    }
}
