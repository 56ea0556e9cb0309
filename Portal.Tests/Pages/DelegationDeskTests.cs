using Portal.Core.Evaluation;
using Portal.Tests.Api;
using Portal.Web.Features.People.Delegations;
using Portal.Web.Live;

namespace Portal.Tests.Pages;

/// <summary>Delegations that are given on a person's page.</summary>
public sealed class DelegationDeskTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task One_that_begins_later_claims_nothing_before_and_is_given_once_by_a_double_click()
    {
        await using var seat = await Seat.Of(web, "grace");
        var desk = seat.Service<DelegationDesk>();
        desk.Begin(SeededStructure.Payments);
        (desk.Form.Delegate, desk.Form.Reason) = ("tess", "Weekend shift");
        desk.Form.From = desk.Form.From.AddDays(7);
        var day = $"{desk.Form.From:d MMM yyyy}";

        await DoubleClick.Of(web, desk.Give);

        desk.Refused.ShouldBeNull();
        seat.Service<Radzen.NotificationService>()
            .Messages.ShouldHaveSingleItem()
            .Summary.ShouldBe($"tess votes for you from {day} on.");
    }

    [Fact]
    public async Task Its_first_day_is_today_where_the_browser_is_unless_days_were_typed()
    {
        await using var seat = await Seat.Of(web, "grace");
        var (zone, desk) = (seat.Service<BrowserZone>(), seat.Service<DelegationDesk>());
        zone.Learn("Pacific/Pago_Pago");
        desk.Begin(SeededStructure.Payments);
        var there = desk.Form.From;

        // 25 hours ahead of it.
        zone.Learn("Pacific/Kiritimati");
        desk.Rezone();

        desk.Form.From.ShouldBeGreaterThan(there);
        desk.Form.Until.ShouldBe(desk.Form.From.AddDays(14));
        var typed = desk.Form.From = desk.Form.From.AddDays(3);
        zone.Learn("Pacific/Pago_Pago");
        desk.Rezone();
        desk.Form.From.ShouldBe(typed);
    }
}
