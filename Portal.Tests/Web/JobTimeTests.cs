using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Web.Features.Jobs;

namespace Portal.Tests.Web;

/// <summary>A Flink's clock may be another than the portal's: how old a checkpoint is goes by the time at which both were read.</summary>
public sealed class JobTimeTests : PartTests
{
    [Fact]
    public void The_list_has_a_checkpoint_by_the_portals_clock() =>
        Times(Render<JobTable>(p => p.Add(t => t.Rows, [Row])).FindAll("time")).ShouldBe([Checkpoint]);

    [Fact]
    public void So_have_the_checkpoints_on_the_jobs_page() =>
        Times(Render<JobCheckpoints>(p => p.Add(c => c.Run, Run)).FindAll("time")).ShouldBe([Checkpoint]);

    private DateTimeOffset Checkpoint => Clock.GetUtcNow().AddSeconds(-29);

    private JobRow Row =>
        new("main", "prod", "sums", new(JobHealth.Stable, "Its reason."), Run, Wanted: null, null, null, Drifts: 0);

    // It was read nine seconds ago, by a Flink that is three hours ahead.
    private SeenJob Run =>
        new()
        {
            ClusterId = new ClusterId(1),
            JobId = "1f",
            Name = "sums",
            Status = FlinkStatus.Running,
            StartedAt = Clock.GetUtcNow().AddHours(1),
            FirstSeenAt = Clock.GetUtcNow().AddHours(-2),
            SeenAt = Clock.GetUtcNow().AddSeconds(-9),
            Facts = JobFacts.None with
            {
                AsOf = Clock.GetUtcNow().AddHours(3).AddSeconds(-9),
                Checkpoints =
                [
                    new(
                        8,
                        Clock.GetUtcNow().AddHours(3).AddSeconds(-29),
                        TimeSpan.Zero,
                        1,
                        IsSavepoint: false,
                        JobCheckpoint.Completed
                    ),
                ],
            },
        };

    private static IEnumerable<DateTimeOffset> Times(IEnumerable<IElement> shown) =>
        shown.Select(time => DateTimeOffset.Parse(time.GetAttribute("datetime")!, CultureInfo.InvariantCulture));
}
