using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Kinds;
using Portal.Web.Features.Requests;
using Portal.Web.Features.Schemas.Fields;
using Portal.Web.Features.Topics.Fields;
using Portal.Web.Identity;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

/// <summary>A request that is begun and not sent is kept for its person: gone on with elsewhere, never overwritten, deleted when it is sent.</summary>
public sealed class DraftTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private const string Form = "/streams/new";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task What_is_half_typed_is_gone_on_with_on_another_device_and_is_gone_once_it_is_sent()
    {
        await using var desk = await Seat.Of(web, "ada");
        using var begun = await Stream(desk);
        var saved = await Typed(
            begun,
            form =>
            {
                form.First.Name = "payments.halfway";
                form.First.Description = "Half a sen";
                Topic(form).Override("retention.ms", "3600000", "604800000");
                Topic(form).Intent = Topic(form).Intent with { EventsPerSecond = 7 };
                var schema = (SchemaForm)form.Resources[1];
                (schema.Text, schema.Type) = ("{ half", SchemaType.Json);
                schema.References.Add(new() { Name = "Money" });
                form.Reason = "For a test.";
            }
        );

        await using var phone = await Seat.Of(web, "ada");
        using var resumed = phone.Model<RequestModel>();
        resumed.Address = Form;
        await resumed.Resume(saved, Never);

        var form = resumed.Value!.Form;
        form.Resources.Select(r => r.Name).ShouldBe(["payments.halfway", "payments.halfway-value"]);
        (form.Reason, form.First.Description).ShouldBe(("For a test.", "Half a sen"));
        (Topic(form).Intent.EventsPerSecond, Topic(form).Overrides["retention.ms"]).ShouldBe((7, "3600000"));
        var half = (SchemaForm)form.Resources[1];
        (half.Text, half.Type, half.References[0].Name).ShouldBe(("{ half", SchemaType.Json, "Money"));
        await resumed.Type(typed => typed.First.Name = "payments.whole");
        half.Name.ShouldBe("payments.whole-value", "it still goes with its topic");
        await resumed.Remove(half);

        resumed.Value!.NotYet.ShouldBeNull();
        (await resumed.Send()).ShouldNotBeNull();
        (await Rows(desk)).ShouldNotContain(row => row.Id == saved);
        await resumed.Resume(saved, Never);
        resumed.State.ShouldBeOfType<ViewState<RequestView>.NotFound>();
    }

    [Fact]
    public async Task What_is_typed_right_before_the_page_is_left_is_kept()
    {
        await using var seat = await Seat.Of(web, "ada");
        using (var left = await Stream(seat))
        {
            await left.Type(form => form.First.Name = "payments.left-at-once");
        }

        await Deadline.Until(async () =>
            (await Rows(seat)).Any(row => row.Title == "Topic payments.left-at-once and 1 more")
        );
    }

    [Fact]
    public async Task What_is_typed_right_before_the_session_ends_is_kept()
    {
        await using var seat = await Seat.Of(web, "ada");
        var (drafts, me) = (seat.Service<RequestDrafts>(), seat.Service<Me>());
        var who = me.Caller;
        using (var ended = await Stream(seat))
        {
            await ended.Type(form => form.First.Name = "payments.session-over");
            me.Is(null);
        }

        await Deadline.Until(async () =>
            (await drafts.Of(who, Never)).Any(row => row.Title == "Topic payments.session-over and 1 more")
        );
    }

    [Fact]
    public async Task Who_sends_and_leaves_at_once_leaves_no_draft()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = await Stream(seat);
        await model.Type(form =>
        {
            form.First.Name = "payments.sent-and-left";
            form.Reason = "For a test.";
        });
        await model.Remove(model.Value!.Form.Resources[1]);

        var sending = model.Send();
        model.Dispose();

        (await sending).ShouldNotBeNull();
        (await Rows(seat)).ShouldNotContain(row => row.Title.Contains("sent-and-left"));
    }

    [Fact]
    public async Task What_is_saved_while_a_resource_is_added_stays_its_draft()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = seat.Model<RequestModel>();
        model.Address = Form;
        await model.Open(new RequestOf.New(TopicKind.Word, Cluster: "prod-eu-1"), Never);
        await using var db = await web.Store.CreateDbContextAsync();
        await using var reading = await db.Database.BeginTransactionAsync();
        await db.Database.ExecuteSqlRawAsync("lock table registry_reading in access exclusive mode");

        var companion = seat.Service<KindForms>().CompanionsOf(TopicKind.Word)[0];
        var added = model.Add(model.Value!.Form.First, companion);
        var draft = await Typed(model, form => form.First.Name = "payments.wider");
        model.Value!.PlacesOf(model.Value.Form.First).ShouldNotBeEmpty("it is drawn meanwhile");
        await reading.RollbackAsync();
        await added;

        model.Value.Form.Resources.Count.ShouldBe(2);
        (await Typed(model, form => form.Reason = "Goes on.")).ShouldBe(draft);
        (await Rows(seat)).Count(row => row.Title.Contains("payments.wider")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_tabs_the_later_one_is_kept_apart_and_says_so()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var one = await Stream(seat);
        var draft = await Typed(one, form => form.First.Name = "payments.tabs");
        using var other = seat.Model<RequestModel>();
        other.Address = Form;
        await other.Resume(draft, Never);

        await Typed(one, form => form.First.Name = "payments.tabs-one");
        var apart = await Typed(other, form => form.First.Name = "payments.tabs-other");

        apart.ShouldNotBe(draft);
        other.Value!.Saved!.IsApart.ShouldBeTrue();
        one.Value!.Saved!.IsApart.ShouldBeFalse();
        await Typed(other, form => form.Reason = "Goes on.");
        other.Value.Saved.Id.ShouldBe(apart, "it has a draft of its own now");
        other.Value.Saved.IsApart.ShouldBeTrue("what was said stays");
        (await Rows(seat)).Select(row => row.Title).ShouldContain("Topic payments.tabs-one and 1 more");
        (await Rows(seat)).Select(row => row.Title).ShouldContain("Topic payments.tabs-other and 1 more");
    }

    [Fact]
    public async Task Of_two_tabs_with_one_draft_the_second_to_send_it_gets_a_link_to_the_change_of_the_first()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var one = await Stream(seat);
        var draft = await Typed(one, form => IsWhole(form, "payments.sent-once"));
        using var other = seat.Model<RequestModel>();
        other.Address = Form;
        await other.Resume(draft, Never);
        other.Value!.NotYet.ShouldBeNull();

        var change = await one.Send();

        change.ShouldNotBeNull();
        (await other.Send()).ShouldBeNull();
        other.Refused!.Change.ShouldBe(change);
        other.Refused.Words.ShouldStartWith($"You sent this draft already, as change #{change}.");
        await other.Type(form => form.First.Name = "payments.sent-again");
        (await other.Send()).ShouldNotBeNull("it is another request now");
        (await Rows(seat)).ShouldNotContain(row => row.Title.Contains("payments.sent-"));
    }

    [Fact]
    public async Task Of_two_tabs_that_send_one_draft_at_once_one_does()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var one = await Stream(seat);
        var draft = await Typed(one, form => IsWhole(form, "payments.sent-at-once"));
        using var other = seat.Model<RequestModel>();
        other.Address = Form;
        await other.Resume(draft, Never);

        var sent = await Task.WhenAll(one.Send(), other.Send());

        sent.Count(change => change is not null).ShouldBe(1);
        var refused = new[] { one, other }.Single(model => model.Refused is not null).Refused!;
        refused.Change.ShouldBe(sent.Single(change => change is not null));
    }

    [Fact]
    public async Task A_draft_that_was_saved_in_another_tab_since_is_not_sent_as_it_was_before()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var one = await Stream(seat);
        var draft = await Typed(one, form => IsWhole(form, "payments.sent-late"));
        using var other = seat.Model<RequestModel>();
        other.Address = Form;
        await other.Resume(draft, Never);
        await Typed(one, form => form.Reason = "For another test.");

        (await other.Send()).ShouldBeNull();

        other.Refused!.Words.ShouldStartWith("This draft was saved in another tab");
        (await Rows(seat)).ShouldContain(row => row.Id == draft);
        (await one.Send()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_second_tab_gets_the_link_also_where_somebody_else_requested_the_change_first()
    {
        await using var requester = await Seat.Of(web, "ada");
        using var first = await Stream(requester);
        await first.Type(form => IsWhole(form, "payments.co-written"));
        var change = (await first.Send()).ShouldNotBeNull();
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Set<Change>()
                .Where(c => c.Id == change)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.State, ChangeState.ChangesRequested));
        }

        await using var seat = await Seat.Of(web, "grace");
        using var one = seat.Model<RequestModel>();
        one.Address = $"/changes/{change}/edit";
        await one.Open(new RequestOf.Resubmission(change), Never);
        var draft = await Typed(one, form => form.Reason = "For both of us.");
        using var other = seat.Model<RequestModel>();
        other.Address = one.Address;
        await other.Resume(draft, Never);

        (await one.Send()).ShouldBe(change);

        (await other.Send()).ShouldBeNull();
        other.Refused!.Change.ShouldBe(change);
    }

    [Fact]
    public async Task What_there_is_no_room_to_keep_as_a_draft_of_its_own_is_sent_all_the_same()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var one = await Stream(seat);
        var draft = await Typed(one, form => IsWhole(form, "payments.no-room"));
        using var other = seat.Model<RequestModel>();
        other.Address = Form;
        await other.Resume(draft, Never);
        await Typed(one, form => form.Reason = "For another test.");
        var (drafts, who) = (seat.Service<RequestDrafts>(), seat.Service<Me>().Caller);
        var content = new DraftContent("One of many", Form, "{}");
        var many = new List<DraftId>();
        while (await drafts.Save(who, null, content, Never) is Outcome<SavedDraft>.Done(var kept))
        {
            many.Add(kept.Id);
        }

        await other.Type(form => form.First.Name = "payments.no-room-either");
        await Deadline.Until(() => other.Value!.NotSaved is not null);
        var change = await other.Send();
        foreach (var kept in many)
        {
            await drafts.Delete(who, kept, Never);
        }

        change.ShouldNotBeNull(other.Refused?.Words);
        (await Rows(seat)).ShouldContain(row => row.Id == draft, "it is the other tab's");
    }

    [Fact]
    public async Task A_draft_is_its_persons_alone_and_is_deleted_from_the_list()
    {
        await using var ada = await Seat.Of(web, "ada");
        using var model = await Stream(ada);
        var draft = await Typed(model, form => form.First.Name = "");
        await using var grace = await Seat.Of(web, "grace");

        (await Rows(grace)).ShouldBeEmpty();
        using var hers = grace.Model<RequestModel>();
        await hers.Resume(draft, Never);
        hers.State.ShouldBeOfType<ViewState<RequestView>.NotFound>();
        var drafts = grace.Service<RequestDrafts>();
        (await drafts.Delete(grace.Service<Me>().Caller, draft, Never)).ShouldBeOfType<Outcome<DraftId>.Refused>();

        using var script = await web.As("ada");
        (await script.GetStringAsync("/api/v1/drafts")).ShouldContain($"{Form}?draft={draft}");
        using var stranger = await web.As("grace");
        (await stranger.GetStringAsync("/api/v1/drafts")).ShouldNotContain("draft=");
        (await stranger.DeleteAsync($"/api/v1/drafts/{draft}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var second = await Typed(model, form => form.Reason = "Another pause.");
        second.ShouldBe(draft);

        var list = ada.Model<ChangesModel>();
        await list.Load("drafts", null, null, null, Never);
        list.Value!.Tab.ShouldBe(ChangesTab.Drafts);
        list.Value.Drafts.Single(row => row.Id == draft).Title.ShouldBe("Topic without a name yet");
        list.Value.Counts[ChangesTab.Drafts].ShouldBe(list.Value.Drafts.Count);
        await list.DeleteDraft(draft);
        list.Value.Drafts.ShouldNotContain(row => row.Id == draft);
        (await script.DeleteAsync($"/api/v1/drafts/{draft}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await list.DeleteDraft(draft);
        list.Refused!.Kind.ShouldBe(RefusalKind.NotFound);
    }

    [Fact]
    public async Task What_another_version_of_the_portal_kept_is_not_there_and_too_many_are_refused_in_words()
    {
        await using var noor = await Seat.Of(web, "noor");
        var (drafts, who) = (noor.Service<RequestDrafts>(), noor.Service<Me>().Caller);
        var content = new DraftContent(new string('t', 300), Form, """{"resources":[{"kind":"queue"}]}""");
        var saved = (await drafts.Save(who, null, content, Never)).ShouldBeOfType<Outcome<SavedDraft>.Done>().Value;
        (await drafts.Get(who, saved.Id, Never))!.Title.Length.ShouldBe(200);
        using var model = noor.Model<RequestModel>();
        await model.Resume(saved.Id, Never);
        model.State.ShouldBeOfType<ViewState<RequestView>.NotFound>();

        for (var i = 1; i < RequestDrafts.MostOfOne; i++)
        {
            (await drafts.Save(who, null, content, Never)).ShouldBeOfType<Outcome<SavedDraft>.Done>();
        }

        var refused = (await drafts.Save(who, null, content, Never)).ShouldBeOfType<Outcome<SavedDraft>.Refused>();
        refused.Why.Words.ShouldContain("50 drafts");
        (await drafts.Save(who, (saved.Id, 1), content, Never)).ShouldBeOfType<Outcome<SavedDraft>.Done>();
    }

    [Fact]
    public async Task A_page_is_served_with_the_draft_that_its_address_names()
    {
        await using var seat = await Seat.Of(web, "ada");
        using var model = await Stream(seat);
        var draft = await Typed(model, form => form.First.Name = "payments.served");
        using var ada = await PageVisitor.Of(web.Address, "ada");

        var page = await ada.GetStringAsync($"{Form}?draft={draft}");

        page.ShouldContain("value=\"payments.served\"");
    }

    [LongFact]
    public async Task On_the_page_a_draft_survives_the_browser()
    {
        await using (var ada = await Visit.As(web.Address, "ada"))
        {
            await ada.Open("/topics/request?env=prod");
            await ada.Page.Locator("#name").FillAsync("payments.survives");
            await ada.Sees("Saved as a draft");
            await ada.IsAt("draft=[0-9]+");
        }

        await using var again = await Visit.As(web.Address, "ada");
        await again.Open("/changes?tab=drafts");
        await again.IsWholeInEveryLook("drafts");
        await again.Show(Look.Desk);
        await again.Page.GetByText("Topic payments.survives").ClickAsync();
        await again.IsAt("/topics/request");
        await again.Alive();
        await Microsoft.Playwright.Assertions.Expect(again.Page.Locator("#name")).ToHaveValueAsync("payments.survives");
        await again.Open("/changes?tab=drafts");
        await again.Page.GetByLabel("Delete the draft Topic payments.survives").ClickAsync();
        await Microsoft
            .Playwright.Assertions.Expect(again.Page.GetByText("Topic payments.survives"))
            .ToHaveCountAsync(0);
    }

    private static async Task<RequestModel> Stream(Seat seat)
    {
        var model = seat.Model<RequestModel>();
        model.Address = Form;
        await model.Open(new RequestOf.New(TopicKind.Word, Cluster: "prod-eu-1", IsStream: true), Never);
        model.Value!.Form.First.Cluster = "prod-eu-1";
        return model;
    }

    /// <summary>The draft that it is saved as.</summary>
    private static async Task<DraftId> Typed(RequestModel model, Action<RequestForm> typed)
    {
        var before = model.Value!.Saved;
        await model.Type(typed);
        await Deadline.Until(() => model.Value!.Saved != before);
        return model.Value!.Saved!.Id;
    }

    // All that is needed to send it, as a topic alone.
    private static void IsWhole(RequestForm form, string name)
    {
        (form.First.Name, form.Reason) = (name, "For a test.");
        form.Remove(form.Resources[1]);
    }

    private static TopicForm Topic(RequestForm form) => (TopicForm)form.First;

    private static Task<IReadOnlyList<DraftRow>> Rows(Seat seat) =>
        seat.Service<RequestDrafts>().Of(seat.Service<Me>().Caller, Never);
}
