using System.Net;
using System.Text.RegularExpressions;
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

    [GeneratedRegex("""<a href="(?<to>[^"]+)"[^>]*>Extend</a>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
