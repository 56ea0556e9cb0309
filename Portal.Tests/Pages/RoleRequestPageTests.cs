using Portal.Core.People.Requests;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Web.Features.Changes;
using Portal.Web.Features.People;
using Portal.Web.Features.People.Requests;

namespace Portal.Tests.Pages;

/// <summary>Requests for roles, where whoever may decide looks for them, and for whoever sent them.</summary>
public sealed class RoleRequestPageTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Theory]
    [InlineData("grace", true)]
    [InlineData("sam", true)]
    [InlineData("tess", false)]
    [InlineData("iris", false)]
    public async Task A_request_is_among_the_approvals_and_on_the_person_s_and_the_team_s_page_of_who_may_decide(
        string who,
        bool may
    )
    {
        var id = await RoleRequestsOf.Iris(web);
        await using var seat = await Seat.Of(web, who);
        var changes = seat.Model<ChangesModel>();
        await changes.Load(null, null, null, null, default);
        var person = seat.Model<PersonModel>();
        await person.Load("iris", default);
        var team = seat.Model<TeamModel>();
        await team.Load("payments", default);

        changes.Value!.RoleRequests.Any(row => row.Id == id).ShouldBe(may);
        changes.Value.Counts[ChangesTab.Mine].ShouldBe(may ? 1 : 0);
        person.Value!.ToDecide.Any(row => row.Id == id).ShouldBe(may);
        team.Value!.ToDecide.Any(row => row.Id == id).ShouldBe(may);
    }

    [Fact]
    public async Task Why_somebody_is_not_disabled_is_for_the_dialog_and_not_for_a_form_that_had_no_part_in_it()
    {
        await using var seat = await Seat.Of(web, "sam");
        var person = seat.Model<PersonModel>();
        await person.Load("iris", default);

        (await person.Disable("")).ShouldNotBeNull();

        person.Refused.ShouldBeNull();
    }

    [Fact]
    public async Task A_request_is_sent_refused_beside_its_field_and_withdrawn_on_the_page()
    {
        await using var seat = await Seat.Of(web, "omar");
        var model = seat.Model<RoleRequestsModel>();
        await model.Load(default);
        (model.Form.Team, model.Form.Role, model.Form.Reason) = ("checkout", Role.OnCall, "no");
        await model.Send();
        model.WrongWith("reason").ShouldNotBeNull();
        (model.Form.Reason, model.Form.Hours) = ("Weekend shift", 4);

        await DoubleClick.Of(web, model.Send);

        model.Refused.ShouldBeNull();
        var row = model.Value!.Mine.ShouldHaveSingleItem();
        (row.ElevationHours, row.EndsAt, row.State).ShouldBe((4, null, RoleRequestState.Pending));
        await model.Withdraw(row);
        model.Value!.Mine.ShouldHaveSingleItem().State.ShouldBe(RoleRequestState.Withdrawn);
        await model.Withdraw(row);
        model.Refused!.Words.ShouldContain("withdrawn by omar already");
    }
}
