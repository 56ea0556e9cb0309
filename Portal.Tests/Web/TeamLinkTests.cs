using Bunit;
using Portal.Web.Features.People;

namespace Portal.Tests.Web;

/// <summary>What a team says of how it is reached becomes a link only where it leads to a web page.</summary>
public sealed class TeamLinkTests : PartTests
{
    [Theory]
    [InlineData("https://oncall.example/payments")]
    [InlineData("http://oncall.example/payments")]
    public void A_web_address_is_a_link_by_its_host(string address)
    {
        var link = Render<TeamLink>(p => p.Add(l => l.To, address)).Find("a");
        (link.GetAttribute("href"), link.TextContent).ShouldBe((address, "oncall.example"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("//oncall.example/payments")]
    [InlineData("#payments on Slack")]
    public void Anything_else_is_shown_and_leads_nowhere(string typed)
    {
        var shown = Render<TeamLink>(p => p.Add(l => l.To, typed));
        shown.FindAll("a").ShouldBeEmpty();
        shown.Markup.ShouldNotContain("<script>");
    }
}
