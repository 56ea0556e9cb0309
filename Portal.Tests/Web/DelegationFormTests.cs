using System.Globalization;
using Portal.Web.Features.People.Delegations;

namespace Portal.Tests.Web;

/// <summary>Days of a delegation begin and end where its author is, also where the clocks change.</summary>
public sealed class DelegationFormTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-30", "2026-12-01", "2026-11-29T23:00Z", "2026-12-01T23:00Z")]
    [InlineData("2027-03-28", "2027-03-28", "2027-03-27T23:00Z", "2027-03-28T22:00Z")]
    [InlineData("2027-10-31", "2027-10-31", "2027-10-30T22:00Z", "2027-10-31T23:00Z")]
    public void It_lasts_from_the_first_midnight_to_the_last(string from, string until, string starts, string ends)
    {
        var wish = Form(from, until).ToWish(At("2026-11-26T12:00Z"), Berlin);

        (wish.StartsAt, wish.EndsAt).ShouldBe((At(starts), At(ends)));
    }

    [Fact]
    public void One_that_begins_today_begins_at_once() =>
        Form("2026-11-26", "2026-11-26").ToWish(At("2026-11-26T12:00Z"), Berlin).StartsAt.ShouldBeNull();

    [Theory]
    [InlineData("2026-11-26", "9999-12-31", "expiresAt")]
    [InlineData("9999-12-31", "9999-12-31", "startsAt")]
    [InlineData("0001-01-01", "0001-01-01", "expiresAt")]
    public void A_day_that_no_moment_begins_or_ends_is_refused_beside_its_field(string from, string until, string field)
    {
        foreach (var zone in new[] { "Pacific/Kiritimati", "Pacific/Pago_Pago" })
        {
            var now = At("2026-11-26T12:00Z");
            var form = Form(from, until);
            form.Reason = "On holiday";

            var wish = form.ToWish(now, TimeZoneInfo.FindSystemTimeZoneById(zone));

            wish.Complaints(now).ShouldHaveSingleItem().Key.ShouldBe(field, zone);
        }
    }

    [Theory]
    [InlineData("2026-11-29", null)]
    [InlineData("2026-11-30", "expiresAt")]
    public void Ninety_whole_days_are_taken_also_where_the_clocks_are_set_back_in_them(string until, string? field)
    {
        var now = At("2026-08-31T12:00Z");
        var form = Form("2026-09-01", until);
        form.Reason = "On holiday";

        form.ToWish(now, Berlin).Complaints(now).Keys.ShouldBe(field is null ? [] : [field]);
    }

    private static DelegationForm Form(string from, string until) =>
        new()
        {
            From = DateOnly.Parse(from, CultureInfo.InvariantCulture),
            Until = DateOnly.Parse(until, CultureInfo.InvariantCulture),
        };

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
}
