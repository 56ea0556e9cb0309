using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Store;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Features.Changes;
using Portal.Web.Layout;
using Portal.Web.Pages;

namespace Portal.Tests.Pages;

public sealed class ChangeModelTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    [Fact]
    public async Task A_change_that_never_was_says_so()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<ChangeModel>();

        await model.Load(999_999, CancellationToken.None);

        model.State.ShouldBeOfType<ViewState<ChangeShown>.NotFound>().What.ShouldBe("There is no change #999999");
    }

    [Theory]
    [InlineData("grace", true, null)]
    [InlineData("ada", false, "You requested this change, so somebody else has to approve it.")]
    [InlineData("lin", false, null)]
    public async Task A_person_is_offered_what_would_be_taken(string person, bool vote, string? whyNot)
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var seat = await Seat.Of(web, person);
        var model = seat.Model<ChangeModel>();

        await model.Load(id, CancellationToken.None);

        model.Value!.Offers.Vote.ShouldBe(vote);
        model.Value.Offers.WhyNotVote.ShouldBe(whyNot);
        model.Value.Offers.Cancel.ShouldBe(person is not "lin");
    }

    [Fact]
    public async Task What_is_refused_is_said_and_what_is_there_now_is_shown()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        await using var ada = await Seat.Of(web, "ada");
        await using var grace = await Seat.Of(web, "grace");
        var hers = ada.Model<ChangeModel>();
        var judged = grace.Model<ChangeModel>();
        await hers.Load(id, CancellationToken.None);
        await judged.Load(id, CancellationToken.None);

        await hers.Cancel();
        var refused = await judged.Vote(new ChangeId(id), new Ballot(plan, hash, VoteVerdict.Approve, ""));

        hers.Refused.ShouldBeNull();
        hers.Value!.Change.Row.State.ShouldBe(ChangeState.Cancelled);
        refused!.Words.ShouldContain("cancelled");
        judged.Refused.ShouldBeNull("the dialog of the vote says it");
        judged.Value!.Change.Row.State.ShouldBe(ChangeState.Cancelled);
        judged.Value.Offers.Vote.ShouldBeFalse();
    }

    [Fact]
    public async Task The_inbox_shows_what_waits_with_the_first_beside_it_and_a_vote_empties_it()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        await using var grace = await Seat.Of(web, "grace");
        var model = grace.Model<ChangesModel>();

        await model.Load(null, null, null, id, CancellationToken.None);
        model.Value!.Tab.ShouldBe(ChangesTab.Mine);
        model.Value.Rows.ShouldContain(row => row.Id.Value == id);
        model.Value.Preview!.Change.Row.Id.Value.ShouldBe(id);
        var waiting = model.Value.Counts[ChangesTab.Mine];

        await model.Vote(new ChangeId(id), new Ballot(plan, hash, VoteVerdict.Approve, ""));

        model.Refused.ShouldBeNull();
        model.Value!.Counts[ChangesTab.Mine].ShouldBe(waiting - 1);
        model.Value.Rows.ShouldNotContain(row => row.Id.Value == id);
    }

    [Fact]
    public async Task What_is_read_beside_the_inbox_stays_when_somebody_decides_it_and_gives_way_after_ones_own_vote()
    {
        await PlannedChanges.Waiting(web);
        await PlannedChanges.Waiting(web);
        await using var ada = await Seat.Of(web, "ada");
        await using var grace = await Seat.Of(web, "grace");
        var model = grace.Model<ChangesModel>();
        await model.Load(null, null, null, null, CancellationToken.None);
        var read = model.Value!.Preview!.Change.Row.Id;
        var hers = ada.Model<ChangeModel>();
        await hers.Load(read.Value, CancellationToken.None);
        await hers.Cancel();

        await model.Again();

        model.Value!.Rows.ShouldNotContain(row => row.Id == read);
        (model.Value.Preview!.Change.Row.Id, model.Value.Preview.Change.Row.State).ShouldBe(
            (read, ChangeState.Cancelled)
        );
        var next = grace.Model<ChangesModel>();
        await next.Load(null, null, null, null, CancellationToken.None);
        var judged = next.Value!.Preview!.Change;
        var ballot = new Ballot(judged.Plan!.Number, judged.Plan.Hash, VoteVerdict.Approve, "");
        (await next.Vote(judged.Row.Id, ballot)).ShouldBeNull();
        next.Value!.Preview?.Change.Row.Id.ShouldNotBe(judged.Row.Id);
    }

    [Fact]
    public async Task A_vote_that_the_silent_store_did_not_take_is_refused_in_words_and_the_inbox_stays()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        await using var grace = await Seat.Of(web, "grace");
        var model = grace.Model<ChangesModel>(services =>
            ActivatorUtilities.CreateInstance<Voting>(services, new SilentStore())
        );
        await model.Load(null, null, null, id, CancellationToken.None);

        var refused = await model.Vote(new ChangeId(id), new Ballot(plan, hash, VoteVerdict.Approve, ""));

        refused!.Words.ShouldContain("What you typed stays.");
        model.Refused.ShouldBeNull("the dialog of the vote says it");
        model.Value!.Preview!.Change.Row.Id.Value.ShouldBe(id);
    }

    [Fact]
    public async Task A_vote_counts_and_the_inbox_stays_though_the_store_is_silent_when_it_is_read_again()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        await using var grace = await Seat.Of(web, "grace");
        var store = new FadingStore(web.Store);
        var model = grace.Model<ChangesModel>(_ => new ChangeInbox(store));
        await model.Load(null, null, null, id, CancellationToken.None);
        store.Answers = 0;

        (await model.Vote(new ChangeId(id), new Ballot(plan, hash, VoteVerdict.Approve, ""))).ShouldBeNull();
        await model.More();

        model.Value!.Preview!.Change.Row.Id.Value.ShouldBe(id);
        store.Answers = int.MaxValue;
        await model.More();
        model.Value!.Rows.ShouldNotContain(row => row.Id.Value == id);
        await Deadline.Until(() => grace.Service<StoreWatch>().SilentSince is null);
    }

    [Fact]
    public async Task The_inbox_is_searched_in_the_store_however_long_it_is()
    {
        var waiting = new List<long>();
        for (var n = 0; n < 55; n++)
        {
            waiting.Add((await PlannedChanges.Waiting(web)).Id);
        }

        await using var grace = await Seat.Of(web, "grace");
        var model = grace.Model<ChangesModel>();
        await model.Load(null, null, null, null, CancellationToken.None);
        var last = (await grace.Service<ChangeDetails>().Get(new ChangeId(waiting[^1]), CancellationToken.None))!;
        model.Value!.Rows.ShouldNotContain(row => row.Id == last.Row.Id, "fifty are shown at first");

        foreach (var words in new[] { last.Resources[0].Name, $"#{last.Row.Id}" })
        {
            await model.Load(null, words, null, null, CancellationToken.None);
            model.Value!.Rows.ShouldContain(row => row.Id == last.Row.Id, words);
        }

        await model.Load(null, "ada", null, null, CancellationToken.None);
        model.Value!.HasMore.ShouldBeTrue("she asked for all of them");
        await model.Load(null, "no such words", null, null, CancellationToken.None);
        model.Value!.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_palette_finds_a_change_by_its_number_and_by_its_topic()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var lin = await Seat.Of(web, "lin");
        var finder = lin.Service<Finder>();
        var topic = (await lin.Service<ChangeDetails>().Get(new ChangeId(id), CancellationToken.None))!
            .Resources[0]
            .Name;

        foreach (var typed in new[] { $"#{id}", $"{id}", topic })
        {
            var changes = await finder.Stored(typed, CancellationToken.None);
            changes!.ShouldContain(hit => hit.Address == $"/changes/{id}", typed);
            finder
                .Find(typed, changes)
                .ShouldContain(hit => hit.Group == "Changes" && hit.Environment == "prod", typed);
        }

        (await finder.Stored(" ", CancellationToken.None))!.ShouldBeEmpty();
        finder
            .Find("orders")
            .Where(hit => hit.Name == "orders")
            .Select(hit => hit.Environment)
            .ShouldBe(["dev", "prod"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_palette_has_the_change_of_a_number_before_newer_ones_with_that_number_in_their_names()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        using var ada = await web.As("ada");
        for (var n = 0; n < 9; n++)
        {
            var request = PlannedChanges.Request($"numbered.{id}.n{n}", cluster: "dev-eu-1");
            (await ada.PostAsJsonAsync("/api/v1/changes", request)).EnsureSuccessStatusCode();
        }

        await using var lin = await Seat.Of(web, "lin");
        foreach (var typed in new[] { $"{id}", $"#{id}" })
        {
            var found = await lin.Service<Finder>().Stored(typed, CancellationToken.None);

            found!.First(hit => hit.Group == "Changes").Address.ShouldBe($"/changes/{id}", typed);
        }
    }

    [Fact]
    public async Task Tabs_and_words_come_from_the_address()
    {
        await PlannedChanges.Waiting(web);
        await using var ada = await Seat.Of(web, "ada");
        var model = ada.Model<ChangesModel>();

        await model.Load("requested", null, null, null, CancellationToken.None);
        model.Value!.Rows.ShouldNotBeEmpty();
        model.Value.Rows.ShouldAllBe(row => row.RequestedBy == "ada");

        await model.Load("requested", "no such words", null, null, CancellationToken.None);
        model.Value!.Rows.ShouldBeEmpty();
        model.Value.Preview.ShouldBeNull();

        await model.Load("nonsense", null, null, null, CancellationToken.None);
        model.Value!.Tab.ShouldBe(ChangesTab.Mine);
    }
}
