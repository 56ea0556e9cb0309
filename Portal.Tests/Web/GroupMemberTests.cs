using System.Collections.Immutable;
using Bunit;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Tests.Pages;
using Portal.Web.Features.Groups;

namespace Portal.Tests.Web;

public sealed class GroupMemberTests : PartTests
{
    private static readonly ImmutableArray<GroupMember> Two =
    [
        new("a-1", null, "ledger", "10.0.0.7", [new AssignedTopic("orders", [0, 1, 2, 5])]),
        new("b-1", "ledger-spare", "ledger", "10.0.0.8", [new AssignedTopic("orders", [])]),
    ];

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, "p0–p3")]
    [InlineData(new[] { 0, 1, 5, 7, 8, 9 }, "p0, p1, p5, p7–p9")]
    [InlineData(new int[0], "")]
    public void Neighbouring_partitions_are_drawn_together(int[] partitions, string words) =>
        MemberWords.Partitions(partitions).ShouldBe(words);

    [Fact]
    public void Each_member_is_there_with_its_client_its_host_and_what_it_reads()
    {
        var panel = Panel("Stable", new Membership(Two, Clock.GetUtcNow().AddSeconds(-20), Answered: true));

        panel.Find(".region-head").TextContent.ShouldContain("2 members");
        var rows = panel.FindAll("tbody tr").Select(row => row.TextContent).ToList();
        rows[0].ShouldContain("10.0.0.7");
        rows[0].ShouldContain("p0–p2, p5");
        rows[1].ShouldContain("ledger-spare");
        rows[1].ShouldContain("nothing: more members than partitions");
        panel.Find("tbody a").GetAttribute("href").ShouldBe("/topics/prod-eu-1/orders");
    }

    [Fact]
    public void Nobody_is_said_in_words()
    {
        Panel("Stable", new Membership([], Clock.GetUtcNow(), Answered: true))
            .Markup.ShouldContain("No members: nobody reads now");
        // The coordinator's newer word counts for more than the members told before it.
        Panel("Empty", new Membership(Two, Clock.GetUtcNow(), Answered: true))
            .Markup.ShouldContain("No members: nobody reads now");
        // A consumer that assigns itself its partitions commits, and is no member.
        var commits = Panel("Empty", new Membership([], Clock.GetUtcNow(), Answered: true), TimeSpan.FromMinutes(2));
        commits.Markup.ShouldContain("No members: nobody has joined");
        commits.Find("time").TextContent.ShouldBe("2\u00A0min ago");
        commits.Markup.ShouldContain("somebody commits without joining");
        commits.Markup.ShouldContain("or they were reset");
    }

    [Fact]
    public void Nobody_commits_without_joining_where_the_group_has_stopped() =>
        Panel(
            "Empty",
            new Membership([], Clock.GetUtcNow(), Answered: true),
            TimeSpan.FromMinutes(2),
            LagStatus.Stopped
        )
            .Markup.ShouldContain("No members: nobody reads now");

    [Fact]
    public void Who_is_in_it_is_unknown_with_its_age_when_nobody_tells()
    {
        var panel = Panel("Stable", new Membership(Two, Clock.GetUtcNow().AddMinutes(-3), Answered: false));

        panel.Find(".unknown").TextContent.ShouldBe("unknown");
        panel.Markup.ShouldContain("3\u00A0min ago");
        panel.FindAll("tbody tr").Count.ShouldBe(2);
        Panel("Stable", null).Markup.ShouldContain("has not reported its members yet");
    }

    private IRenderedComponent<GroupMembers> Panel(
        string state,
        Membership? membership,
        TimeSpan? moved = null,
        LagStatus status = LagStatus.Ok
    ) =>
        Render<GroupMembers>(p =>
            p.Add(m => m.Cluster, "prod-eu-1")
                .Add(
                    m => m.Group,
                    new Sample(Clock.GetUtcNow()).Group("ledger-writer", status, 2, new Drain.Done()) with
                    {
                        State = state,
                        LastMovedAt = Clock.GetUtcNow() - (moved ?? TimeSpan.FromHours(1)),
                        Type = GroupType.Classic,
                        Membership = membership,
                    }
                )
        );
}
