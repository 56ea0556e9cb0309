using System.Net;
using Portal.Core.Evaluation;
using Portal.Core.People.Roster;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Features.People;

namespace Portal.Tests.Pages;

/// <summary>What is done with people and teams on their pages: handed over, given to another team, edited.</summary>
public sealed class PeoplePageTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task Who_leaves_is_disabled_and_what_was_listed_is_somebody_else_s()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<HandOverModel>();
        await model.Load("omar", default);
        model.Value!.Person.Alone.ShouldNotBeEmpty();
        model.Value.Successors.ShouldNotContain(person => person.Handle == "omar");

        model.Successor = "lin";
        await model.Do();
        model.WrongWith("reason").ShouldNotBeNull();
        model.IsDone.ShouldBeFalse();

        model.Reason = "Leaves the company";
        await model.Do();

        (model.IsDone, model.Refused).ShouldBe((true, null));
        await model.Load("omar", default);
        var left = model.Value!.Person;
        left.IsDisabled.ShouldBeTrue();
        left.Alone.ShouldBeEmpty();
        (await Page("sam", "/people/lin")).ShouldContain("Handed over by omar: Leaves the company");
    }

    [Fact]
    public async Task What_a_team_gives_away_is_requested_and_leads_to_its_change()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TransferModel>();
        await model.Load(SeededStructure.Payments, ("topic", "prod-eu-1", "orders"), default);
        model.Chosen.ShouldHaveSingleItem().Name.ShouldBe("orders");
        model.IsReady.ShouldBeFalse("nobody knows to whom");
        (model.To, model.Reason) = (SeededStructure.Checkout, "Checkout writes them now");

        model.ToggleAll();
        model.Chosen.Count.ShouldBe(model.Value!.Owned.Count);
        model.ToggleAll();
        model.Choose(model.Value.Owned.Single(owned => owned.Name == "payments.captured"), isChosen: true);
        await model.Send();

        model.Refused.ShouldBeNull();
        var change = await Page("ada", $"/changes/{model.Requested.ShouldHaveSingleItem()}");
        change.ShouldContain("payments.captured");
        change.ShouldContain("Checkout writes them now");
    }

    [Fact]
    public async Task A_team_s_contact_is_edited_by_who_may_and_its_title_by_platform_alone()
    {
        await using var seat = await Seat.Of(web, "grace");
        var model = seat.Model<TeamModel>();
        await model.Load(SeededStructure.Payments, default);
        (model.Value!.MayEdit, model.Value.MayRename).ShouldBe((true, false));

        model.Edit();
        (model.Form!.Contact, model.Form.OnCall) = ("#payments", new string('1', TeamWish.LongestOnCall + 1));
        await model.Save();
        model.WrongWith("onCall").ShouldNotBeNull();
        model.Form!.OnCall = "https://calls.example.org/payments";
        await model.Save();

        (model.Form, model.Refused).ShouldBe((null, null));
        var page = await Page("ada", $"/people/teams/{SeededStructure.Payments}");
        page.ShouldContain("#payments");
        page.ShouldContain("https://calls.example.org/payments");
        page.ShouldNotContain(">Edit<");
    }

    private async Task<string> Page(string who, string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, who);
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }
}
