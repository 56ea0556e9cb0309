using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
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
        // And once more before the browser has left the page.
        await DoubleClick.Of(web, model.Do);
        await model.Do();

        (model.IsDone, model.Refused).ShouldBe((true, null));
        await model.Load("omar", default);
        var left = model.Value!.Person;
        left.IsDisabled.ShouldBeTrue();
        left.Alone.ShouldBeEmpty();
        (await Page("sam", "/people/lin")).ShouldContain("Handed over by omar: Leaves the company");
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "person.handed_over" && e.Subject == "omar")).ShouldBe(1);
    }

    [Fact]
    public async Task A_role_is_given_once_by_a_double_click()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<PersonModel>();
        await model.Load("iris", default);
        (model.Form.Team, model.Form.Reason) = (SeededStructure.Logistics, "Helps out in December");

        await DoubleClick.Of(web, model.Give);

        model.Refused.ShouldBeNull();
        seat.Service<Radzen.NotificationService>()
            .Messages.ShouldHaveSingleItem()
            .Summary.ShouldBe("The role is given.");
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "role.given" && e.Subject == "iris")).ShouldBe(1);
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

    [Fact]
    public async Task Of_two_who_edit_a_team_at_once_the_later_one_sees_what_the_first_has_saved_and_loses_nothing()
    {
        await using var first = await Seat.Of(web, "grace");
        await using var second = await Seat.Of(web, "sam");
        var (hers, his) = (first.Model<TeamModel>(), second.Model<TeamModel>());
        foreach (var model in new[] { hers, his })
        {
            await model.Load(SeededStructure.Payments, default);
            model.Edit();
        }

        hers.Form!.Contact = "#payments-now";
        await DoubleClick.Of(web, hers.Save);
        his.Form!.OnCall = "+49 30 12345";
        await his.Save();

        hers.Refused.ShouldBeNull();
        his.Refused!.Kind.ShouldBe(RefusalKind.Conflict);
        his.Refused.Words.ShouldContain("#payments-now");
        (his.Form!.Contact, his.Form.OnCall).ShouldBe(("#payments-now", "+49 30 12345"));
        await his.Save();
        (his.Form, his.Refused).ShouldBe((null, null));
        (his.Value!.Team.Row.Contact, his.Value.Team.Row.OnCall).ShouldBe(("#payments-now", "+49 30 12345"));
    }

    private async Task<string> Page(string who, string address)
    {
        using var visitor = await PageVisitor.Of(web.Address, who);
        return WebUtility.HtmlDecode(await visitor.GetStringAsync(address));
    }
}
