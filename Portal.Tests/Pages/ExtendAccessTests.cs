using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Features.Access;

namespace Portal.Tests.Pages;

/// <summary>Access that ends soon is extended by one click: the link leads to a request that is filled in.</summary>
public sealed partial class ExtendAccessTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task The_link_in_the_list_leads_to_a_request_that_is_filled_in()
    {
        await web.ReadJobs();
        using var ada = await PageVisitor.Of(web.Address, "ada");
        var list = WebUtility.HtmlDecode(await ada.GetStringAsync("/access"));
        var link = Link().Match(list).Groups["to"].Value;
        link.ShouldStartWith("/access/prod-eu-1/order-mailer-reads-orders/change?until=");

        var form = WebUtility.HtmlDecode(await ada.GetStringAsync(link));

        form.ShouldContain("User:order-mailer");
        var until = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];
        form.ShouldContain($"value=\"{until}\"");
        DateTimeOffset
            .Parse(until, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(web.Now.AddDays(GrantView.ExtendedDays - 1));
    }

    [Fact]
    public async Task What_ends_soon_is_on_the_overview_of_the_data_s_owner_and_of_nobody_in_another_team()
    {
        await web.ReadJobs();
        const string Title = "Access that ends soon";
        var owner = await Page("ada", "/");
        owner.ShouldContain(Title);
        var listed = owner[owner.IndexOf(Title, StringComparison.Ordinal)..];
        listed.ShouldContain("order-mailer-reads-orders");
        listed.ShouldContain("in 2\u00A0d");
        listed.ShouldContain(">Extend</a>");

        (await Page("iris", "/")).ShouldNotContain(Title);
    }

    [Fact]
    public async Task A_grant_that_ends_soon_says_so_and_one_click_requests_ninety_days_more()
    {
        await web.ReadJobs();
        (await Page("noor", "/access/prod-eu-1/order-mailer-reads-orders")).ShouldContain("It expires soon.");
        (await Page("noor", "/access/prod-eu-1/orders")).ShouldNotContain("It expires soon.");
        await using var seat = await Seat.Of(web, "ada");
        var grant = seat.Model<GrantModel>();
        await grant.Load("prod-eu-1", "order-mailer-reads-orders", default);
        var ends = grant.Value!.Row.Expires!.Value;

        var change = (await grant.AskToExtend()).ShouldNotBeNull();

        grant.Refused.ShouldBeNull();
        var view = await seat.Service<ChangeDetails>().Get(change, default);
        var resource = view!.Resources.ShouldHaveSingleItem();
        resource.Name.ShouldBe("order-mailer-reads-orders");
        resource
            .Wanted.ShouldBeOfType<AccessSpec>()
            .Expires!.Value.ShouldBe(ends.AddDays(GrantView.ExtendedDays), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_grant_that_ends_in_the_calendar_s_last_days_is_extended_to_its_last_second()
    {
        await web.ReadJobs();
        const string Name = "extended-to-the-last";
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var spec = new AccessSpec(
                "User:ageless",
                AccessMode.Write,
                "orders",
                AclPattern.Literal,
                null,
                null,
                new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero),
                NeverExpires: false,
                "payments"
            );
            var owner = (await db.Set<Team>().SingleAsync(team => team.Name == spec.Owner)).Id;
            await WatchedAccess.Add(db, web.Prod, owner, Name, spec, web.Now, isWhole: true);
            await db.SaveChangesAsync();
        }

        await using var seat = await Seat.Of(web, "ada");
        var grant = seat.Model<GrantModel>();
        await grant.Load("prod-eu-1", Name, default);

        var change = (await grant.AskToExtend()).ShouldNotBeNull($"{grant.Refused}");

        var view = await seat.Service<ChangeDetails>().Get(change, default);
        view!
            .Resources.ShouldHaveSingleItem()
            .Wanted.ShouldBeOfType<AccessSpec>()
            .Expires.ShouldBe(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero));
    }

    private async Task<string> Page(string who, string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, who);
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }

    [GeneratedRegex("""<a href="(?<to>[^"]+)"[^>]*>Extend</a>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
