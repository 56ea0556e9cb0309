using System.Net;
using Portal.Tests.Api;
using Portal.Tests.Pages;
using Portal.Web.Features.Sessions;

namespace Portal.Tests.SignIn;

/// <summary>What the page of sessions does, without the page.</summary>
public sealed class SessionsModelTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task Ending_a_row_ends_that_session_and_no_other()
    {
        using var first = await PageClient.As(web, "ada");
        using var second = await PageClient.As(web, "ada");
        using var third = await PageClient.As(web, "ada");
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<SessionsModel>();
        await model.Load(everybody: false, CancellationToken.None);
        var rows = model.Value!.Rows;

        await model.End(rows[1]);

        model.Refused.ShouldBeNull();
        model.Value!.Rows.Select(row => row.Id).ShouldBe([rows[0].Id, rows[2].Id]);
        seat.Service<Radzen.NotificationService>()
            .Messages.ShouldHaveSingleItem()
            .Summary.ShouldBe("The session on Another browser has ended, and its open pages with it.");
        (await first.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await third.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
