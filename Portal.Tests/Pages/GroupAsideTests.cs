using Bunit;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Topics;
using Portal.Tests.Web;
using Portal.Web.Features.Groups;
using Portal.Web.Parts;

namespace Portal.Tests.Pages;

/// <summary>What stands beside a group that is unwell as its possible cause.</summary>
public sealed class GroupAsideTests : PartTests
{
    private static readonly ClusterId _cluster = new(1);

    private DateTimeOffset Onset => Clock.GetUtcNow().AddMinutes(-30);

    private GroupShown Shown
    {
        get
        {
            var (sample, now) = (new Sample(Clock.GetUtcNow()), Clock.GetUtcNow());
            var group = sample.Group(
                "billing",
                LagStatus.Stalled,
                2,
                new Drain.Never(),
                sample.Partition("orders", 0, LagStatus.Stalled, 500, TimeSpan.FromMinutes(30))
            );
            return new GroupShown(
                new GroupRow(_cluster, "prod-eu-1", "prod", group, []),
                ChartSpan.All[1],
                new Window(now.AddHours(-3), now),
                [
                    new LagPoint(Onset.AddSeconds(-10), Amount.Of(5), TimeLag.None, LagStatus.Ok),
                    new LagPoint(Onset, Amount.Of(500), TimeLag.None, LagStatus.Stalled),
                ],
                [],
                null
            );
        }
    }

    [Theory]
    [InlineData(-20, -10, ChangeState.Applied, true)]
    [InlineData(-90, -10, ChangeState.Applied, true)]
    [InlineData(-10, 5, ChangeState.Applied, true)]
    [InlineData(-90, -90, ChangeState.Applying, true)]
    [InlineData(-20, -10, ChangeState.Stuck, true)]
    [InlineData(-90, -60, ChangeState.Stuck, false)]
    [InlineData(-90, -60, ChangeState.Applied, false)]
    [InlineData(2, 5, ChangeState.Applied, false)]
    public void A_change_is_suspect_that_began_before_and_acted_until_shortly_before(
        int first,
        int last,
        ChangeState state,
        bool isSuspect
    )
    {
        var change = new ResourceChange(
            new ChangeId(7),
            "Grow orders",
            state,
            "Ada",
            Onset.AddMinutes(first),
            Onset.AddMinutes(last)
        );

        var entry = Aside(Shown with { Changes = [change] }).Find(".timeline li");

        entry.TextContent.ShouldContain("Grow orders");
        entry.ClassList.Contains("suspect").ShouldBe(isSuspect);
    }

    [Theory]
    [InlineData(-3, true)]
    [InlineData(2, true)]
    [InlineData(-40, false)]
    [InlineData(20, false)]
    public void So_is_drift_that_was_first_seen_about_then(int minute, bool isSuspect)
    {
        var drift = new OpenDrift(TopicKind.On(_cluster, "orders"), "retention.ms", Onset.AddMinutes(minute));

        var entry = Aside(Shown with { Drifts = [drift] }).Find(".timeline li");

        entry.TextContent.ShouldContain("Drift: retention.ms of topic orders differs from the spec");
        entry.TextContent.ShouldContain("first seen then");
        entry.TextContent.ShouldNotContain("outside the portal");
        entry.ClassList.Contains("suspect").ShouldBe(isSuspect);
    }

    private IRenderedComponent<GroupAside> Aside(GroupShown shown) =>
        Render<GroupAside>(p => p.Add(a => a.Shown, shown));
}
