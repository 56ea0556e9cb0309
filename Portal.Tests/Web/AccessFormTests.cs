using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Features.Access.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Web;

/// <summary>The last day of a grant is one in UTC, and comes back as it was typed.</summary>
public sealed class AccessFormTests
{
    private static readonly DateTimeOffset Midnight = new(2027, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_grant_ends_with_the_last_day_that_was_typed()
    {
        var form = new AccessForm(FormOrigin.New) { Term = AccessTerm.On, Date = "2027-03-31" };

        form.Expires.ShouldBe(Midnight);
        form.Problems().ShouldBeEmpty();
    }

    [Fact]
    public void A_day_that_no_moment_ends_is_refused_beside_its_field()
    {
        var form = new AccessForm(FormOrigin.New) { Term = AccessTerm.On, Date = "9999-12-31" };

        form.Expires.ShouldBeNull();
        form.Problems().ShouldHaveSingleItem().Field.ShouldBe("expires");
    }

    [Theory]
    [InlineData("2027-04-01T00:00:00Z", "2027-03-31")]
    [InlineData("2027-03-31T13:37:05Z", "2027-03-31")]
    [InlineData("2027-03-31T23:30:00-05:00", "2027-04-01")]
    public void What_nobody_edits_stays_to_the_second(string ends, string lastDay)
    {
        var expires = DateTimeOffset.Parse(ends, System.Globalization.CultureInfo.InvariantCulture);
        var form = new AccessForm(new(ResourceOperation.Update, Wanted: Granted(expires), Base: null));

        form.Date.ShouldBe(lastDay);
        form.Expires.ShouldBe(expires);
        form.Date = "2027-05-31";
        form.Expires.ShouldBe(new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_usual_time_is_for_a_new_grant_and_one_that_is_there_keeps_its_end_without_another(bool neverExpires)
    {
        new AccessForm(FormOrigin.New).Terms.ShouldContain(AccessTerm.Usual);
        var now = neverExpires ? Granted(Midnight) with { Expires = null, NeverExpires = true } : Granted(Midnight);
        var form = new AccessForm(new(ResourceOperation.Update, now, now)) { Owner = now.Owner };
        form.Terms.ShouldBe([AccessTerm.On, AccessTerm.Never]);
        form.Spec(null).ShouldBe(now);

        form.Restore(new AccessForm(form.Origin) { Term = AccessTerm.Usual }.Keep());

        form.Spec(null).ShouldBe(now, "a draft of an earlier version asks for nothing that wouldn't be done");
    }

    private static AccessSpec Granted(DateTimeOffset expires) =>
        new(
            "User:billing",
            AccessMode.Read,
            "orders",
            AclPattern.Literal,
            "billing-",
            null,
            expires,
            false,
            "payments"
        );
}
