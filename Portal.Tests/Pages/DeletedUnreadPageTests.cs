using Bunit;
using Portal.Core;
using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Tests.Web;
using Portal.Web.Api.Groups;
using Portal.Web.Features.Groups;
using Portal.Web.Parts;

namespace Portal.Tests.Pages;

/// <summary>A group's page and the API show what was deleted unread as lost, and not as a loss to come.</summary>
public sealed class DeletedUnreadPageTests : PartTests
{
    private GroupSnapshot Group
    {
        get
        {
            var sample = new Sample(Clock.GetUtcNow());
            var hurt = sample.Partition("orders", 0, LagStatus.Stopped, 9_500, TimeSpan.FromDays(7)) with
            {
                Lost = 9_000,
            };
            var well = sample.Partition("orders", 1, LagStatus.Ok, 0, TimeSpan.Zero) with { Lost = 0 };
            return sample.Group("billing", LagStatus.Stopped, 0, new Drain.Unknown(), hurt, well) with
            {
                DataLossIn = TimeSpan.Zero,
            };
        }
    }

    private GroupRow Row => new(new ClusterId(1), "prod-eu-1", "prod", Group, []);

    [Fact]
    public void The_headline_says_what_is_lost_instead_of_when_something_will_be()
    {
        var now = Clock.GetUtcNow();
        var shown = new GroupShown(Row, ChartSpan.All[1], new Window(now.AddHours(-1), now), [], [], null);

        var header = Render<GroupHeader>(p => p.Add(h => h.Shown, shown)).Find(".lede").TextContent;

        header.ShouldContain(" while 500 messages are unread");
        header.ShouldContain("9,000 messages were deleted before they were read");
        header.ShouldNotContain("is deleted in about");
    }

    [Fact]
    public void So_do_the_figures()
    {
        var facts = string.Join(
            ' ',
            Render<GroupFacts>(p => p.Add(f => f.Group, Group)).FindAll("dd").Select(figure => figure.TextContent)
        );

        facts.ShouldContain("data lost");
        facts.ShouldContain("9,000 messages deleted unread");
        facts.ShouldNotContain("≈");
    }

    [Fact]
    public void The_partition_that_lost_them_has_them_below_its_lag()
    {
        var lines = Render<GroupPartitions>(p => p.Add(g => g.Row, Row)).FindAll("tbody tr");

        lines[0].TextContent.ShouldContain("9,000 deleted");
        lines[1].TextContent.ShouldNotContain("deleted");
    }

    [Fact]
    public void The_API_has_them_beside_the_lag()
    {
        var group = GroupDto.Of(Row, Clock.GetUtcNow());

        group.LostMessages.ShouldBe(9_000);
        group.Partitions.Select(p => p.LostMessages).ShouldBe([9_000L, 0L]);
        group.Partitions[0].Lag.Messages.ShouldBe(9_500);
    }
}
