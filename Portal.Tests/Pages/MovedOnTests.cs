using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Evaluation;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.BreakGlass;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Features.BreakGlass;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.People;
using Portal.Web.Features.PortalAccounts;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Tests.Pages;

/// <summary>A page that is about something else by now shows nothing of what it was about before, whatever is still under way there.</summary>
public sealed class MovedOnTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task A_vote_that_comes_in_afterwards_leaves_what_is_shown()
    {
        var (id, plan, hash) = await PlannedChanges.Waiting(web);
        await using var seat = await Seat.Of(web, "grace");
        var store = new HeldStore(web.Store);
        var model = seat.Model<ChangeModel>(services => ActivatorUtilities.CreateInstance<Voting>(services, store));
        await model.Load(id, Never);

        var voting = model.Vote(new ChangeId(id), new Ballot(plan, hash, VoteVerdict.Approve, ""));
        await model.Load(999_999, Never);
        store.Release();

        (await voting).ShouldBeNull();
        model.State.ShouldBeOfType<ViewState<ChangeShown>.NotFound>();
    }

    [Fact]
    public async Task A_confirmation_that_is_refused_afterwards_stands_on_no_other_page()
    {
        var id = await BreakGlassOf.Iris(web);
        await using var seat = await Seat.Of(web, "iris");
        var store = new HeldStore(web.Store);
        var model = seat.Model<BreakGlassDetailModel>(services =>
            ActivatorUtilities.CreateInstance<BreakGlassConfirmation>(services, store)
        );
        await model.Load(id, Never);

        var confirming = model.Confirm();
        await model.Load(999_999, Never);
        store.Release();

        (await confirming).ShouldNotBeNull("nobody confirms their own");
        model.Refused.ShouldBeNull();
        model.State.ShouldBeOfType<ViewState<BreakGlassDetail>.NotFound>();
    }

    [Fact]
    public async Task What_is_refused_afterwards_is_no_answer_about_what_is_shown()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        var (next, _, _) = await PlannedChanges.Waiting(web);
        await using var seat = await Seat.Of(web, "grace");
        var store = new HeldStore(web.Store);
        var model = seat.Model<ChangeModel>(services => ActivatorUtilities.CreateInstance<Voting>(services, store));
        await model.Load(id, Never);

        var withdrawing = model.Withdraw();
        await model.Load(next, Never);
        store.Release();
        await withdrawing;

        model.Refused.ShouldBeNull();
        model.Value!.Change.Row.Id.Value.ShouldBe(next);
        seat.Service<Radzen.NotificationService>()
            .Messages.ShouldHaveSingleItem()
            .Summary.ShouldBe($"#{id}: that was not done. You have no vote on this plan to take back.");
    }

    [Fact]
    public async Task A_savepoint_that_is_pinned_afterwards_does_not_bring_its_job_back()
    {
        await web.ReadJobs();
        web.ShowAll();
        await using var seat = await Seat.Of(web, "ada");
        var store = new HeldStore(web.Store);
        var model = seat.Model<JobModel>(services => ActivatorUtilities.CreateInstance<SavepointActs>(services, store));
        await Load("payments-per-minute");
        var savepoint = model.Value!.Job.Savepoints[^1].Savepoint.Id;

        var pinning = model.Pin(savepoint, "Before the audit");
        await Load("fraud-scores");
        store.Release();

        (await pinning).ShouldBeNull();
        model.Value!.Job.Row.Name.ShouldBe("fraud-scores");

        Task Load(string job) => model.Load("prod-eu-1", job, "savepoints", ChartSpan.Of(null), Never);
    }

    [Fact]
    public async Task A_token_that_is_created_afterwards_is_shown_on_the_page_of_its_own_account_alone()
    {
        var account = await PortalAccounts.Create(web, PortalAccounts.NewName());
        var another = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await using var seat = await Seat.Of(web, "grace");
        var store = new HeldStore(web.Store);
        var model = seat.Model<AccountModel>(services =>
            ActivatorUtilities.CreateInstance<AccountTokens>(services, store)
        );
        await model.Load(account, Never);

        var creating = model.Create(new TokenWish("ci", TimeSpan.FromHours(1), ["read"]));
        await model.Load(another, Never);
        store.Release();
        await creating;

        model.Refused.ShouldBeNull();
        model.Created.ShouldBeNull();
        await model.Load(account, Never);
        model.Created.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_typed_about_a_team_is_not_saved_for_the_next()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<TeamModel>();
        await model.Load(SeededStructure.Payments, Never);
        model.Edit();
        model.Form!.Contact = "#payments";

        MoveOn(model);

        model.Form.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_to_be_given_away_by_a_team_is_not_given_away_by_the_next()
    {
        await using var seat = await Seat.Of(web, "ada");
        var model = seat.Model<TransferModel>();
        await model.Load(SeededStructure.Payments, ("topic", "prod-eu-1", "orders"), Never);
        (model.To, model.Reason) = (SeededStructure.Checkout, "Checkout writes them now");

        MoveOn(model);

        (model.To, model.Reason, model.Chosen.Count).ShouldBe((null, "", 0));
    }

    [Fact]
    public async Task Who_was_to_take_over_from_somebody_is_not_proposed_for_the_next()
    {
        await using var seat = await Seat.Of(web, "sam");
        var model = seat.Model<HandOverModel>();
        await model.Load("omar", Never);
        (model.Successor, model.Reason) = ("lin", "Leaves the company");

        MoveOn(model);

        (model.Successor, model.Reason).ShouldBe((null, ""));
    }

    private static void MoveOn(IPageModel model) => model.MoveOn();
}
