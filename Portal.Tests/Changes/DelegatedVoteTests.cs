using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Delegations;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Changes;

/// <summary>Votes that somebody gives for an approver: whose they are, when they count, and that they let nobody judge their own request.</summary>
public sealed class DelegatedVoteTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ChangeWorld _world = new();
    private VoteDelegations _delegations = null!;
    private DelegationEnding _ending = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _delegations = new VoteDelegations(_world.Get<IDbContextFactory<PortalDb>>(), TimeProvider.System);
        _ending = new DelegationEnding(_world.Get<IDbContextFactory<PortalDb>>(), TimeProvider.System);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_delegate_s_vote_names_both_and_counts_as_the_approver_s()
    {
        await Delegate("grace", "tess");
        var (id, plan) = await Waiting();
        (await Inbox("tess")).ShouldBe([id]);

        (await _world.Vote(await _world.As("tess"), id, plan)).ShouldBe(ChangeState.Approved);

        var view = await _world.View(id);
        var vote = view.Approvals.ShouldHaveSingleItem().Approvals.ShouldHaveSingleItem();
        vote.Actor.ShouldBe(new Actor("tess", ActorVia.Delegation, "grace"));
        ApprovalLines.Of(view, "sam")[0].Votes.ShouldHaveSingleItem().Person.ShouldBe("Tess Okoye for Grace Okafor");
        await using var db = await _world.Open();
        var kept = await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "vote.cast");
        (kept.Actor.Name, kept.Actor.OnBehalfOf).ShouldBe(("tess", "grace"));
        kept.Words.ShouldContain("Tess Okoye for Grace Okafor");
        (await Inbox("tess")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Neither_what_the_delegator_nor_what_the_delegate_requested_is_approved_by_it()
    {
        await Delegate("grace", "tess");
        await Delegate("grace", "ada");
        var byGrace = await Waiting("votes.grace", "grace", [(SeededStructure.Payments, 1)]);
        var byAda = await Waiting("votes.ada");

        (await Refused("tess", byGrace)).Kind.ShouldBe(RefusalKind.Denied);
        (await Refused("ada", byAda)).Words.ShouldContain("You requested or edited this change");
        (await Inbox("tess")).ShouldBe([byAda.Id]);
        (await Inbox("ada")).ShouldBeEmpty();
        var view = await _world.View(byGrace.Id);
        view.Approvals[0].CanApprove.ShouldBeEmpty();
        view.Approvals[0].Delegates.ShouldBeEmpty();
        (await _world.View(byAda.Id)).Approvals[0].Delegates.Select(d => d.Handle).ShouldBe(["tess"]);
        // As the one function sees it, whoever is asked first.
        var payments = await TeamOf("payments");
        var tess = await _world.As("tess");
        foreach (var author in (string[])["tess", "grace"])
        {
            var acting = tess with
            {
                Actor = new Actor("tess", ActorVia.Delegation, "grace"),
                Memberships = (await _world.As("grace")).Memberships,
            };
            Authority.May(acting, new CallerAction.CastVote(payments, [author], [])).Granted.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_vote_counts_only_while_the_approver_has_the_role_and_both_have_access()
    {
        await Delegate("grace", "tess");
        var (id, plan) = await Waiting("votes.both", (SeededStructure.Payments, 1), (SeededStructure.Platform, 1));
        (await _world.Vote(await _world.As("tess"), id, plan)).ShouldBe(ChangeState.PendingApproval);
        (await Met(id)).ShouldBe([true, false]);

        foreach (var handle in (string[])["grace", "tess"])
        {
            await _world.Disable(handle);
            (await Met(id)).ShouldBe([false, false], handle);
            await _world.Disable(handle, isOver: true);
            (await Met(id)).ShouldBe([true, false], handle);
            await _world.SignedIn(handle, ago: TimeSpan.FromDays(31));
            (await Met(id)).ShouldBe([false, false], $"{handle} may have left at the provider");
            await _world.SignedIn(handle, ago: TimeSpan.FromDays(29));
            (await Met(id)).ShouldBe([true, false], handle);
        }

        await LosesRole("grace");
        (await Met(id)).ShouldBe([false, false]);
        (await _world.Vote(await _world.As("sam"), id, plan)).ShouldBe(ChangeState.PendingApproval);
        await _world.Approves("grace");
        (await _world.Get<VoteRecount>().Sweep(Never)).ShouldBe(1);
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task Nobody_votes_for_an_approver_whom_the_provider_may_know_no_more()
    {
        await Delegate("grace", "tess");
        var change = await Waiting();
        await _world.SignedIn("grace", ago: TimeSpan.FromDays(31));

        (await Refused("tess", change)).Kind.ShouldBe(RefusalKind.Denied);
        (await Inbox("tess")).ShouldBeEmpty();
        (await _world.View(change.Id)).Approvals[0].Delegates.ShouldBeEmpty();
        await using var db = await _world.Open();
        (await EligibleApprover.Of(db, [await TeamOf("payments")], ["ada"], Never)).ShouldBeEmpty();

        await _world.SignedIn("grace", ago: TimeSpan.Zero);

        (await Inbox("tess")).ShouldBe([change.Id]);
    }

    [Fact]
    public async Task Two_votes_of_one_person_in_two_hats_are_one_vote()
    {
        await _world.Approves("lin");
        await Delegate("grace", "lin");
        var change = await Waiting("votes.hats", (SeededStructure.Payments, 2));
        (await _world.Vote(await _world.As("lin"), change.Id, change.Plan)).ShouldBe(ChangeState.PendingApproval);

        (await Refused("lin", change)).Words.ShouldContain("You have voted on this plan already");

        (await _world.View(change.Id)).Approvals[0].Approvals.Count.ShouldBe(1);
        (await _world.Vote(await _world.As("grace"), change.Id, change.Plan)).ShouldBe(
            ChangeState.Approved,
            "her own vote is hers still"
        );
    }

    // Nobody may vote so; where two such votes stand all the same, the step waits for one more person.
    [Fact]
    public async Task Where_two_votes_count_as_one_the_next_approver_s_is_still_needed_and_taken()
    {
        await _world.Approves("lin");
        await Delegate("grace", "tess");
        var (id, plan) = await Waiting("votes.overlap", (SeededStructure.Payments, 2));
        (await _world.Vote(await _world.As("grace"), id, plan)).ShouldBe(ChangeState.PendingApproval);
        await _world.Sql(
            $"""
            insert into vote (change_id, plan_id, plan_hash, step_id, actor, actor_via, on_behalf_of, verdict, at)
            select change_id, plan_id, plan_hash, step_id, 'tess', 'delegation', actor, verdict, at
            from vote where change_id = {id.Value}
            """
        );
        (await Met(id)).ShouldBe([false]);

        (await _world.Vote(await _world.As("lin"), id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task An_approver_for_whom_somebody_voted_has_no_second_vote_and_may_take_that_one_back()
    {
        await Delegate("grace", "tess");
        await Delegate("grace", "omar");
        await _world.Approves("lin");
        var change = await Waiting("votes.once", (SeededStructure.Payments, 2));
        (await _world.Vote(await _world.As("tess"), change.Id, change.Plan)).ShouldBe(ChangeState.PendingApproval);

        (await Refused("grace", change)).Words.ShouldContain("tess has voted for you");
        (await Refused("omar", change)).Kind.ShouldBe(RefusalKind.Denied);
        (await Inbox("grace")).ShouldBeEmpty();
        (await Inbox("omar")).ShouldBeEmpty();
        (await Inbox("lin")).ShouldBe([change.Id]);

        (
            await _world.Get<Voting>().Withdraw(await _world.As("grace"), change.Id, Never)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await _world.Vote(await _world.As("grace"), change.Id, change.Plan)).ShouldBe(ChangeState.PendingApproval);
        (await Refused("tess", change)).Kind.ShouldBe(RefusalKind.Denied);
        (await _world.Vote(await _world.As("lin"), change.Id, change.Plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task A_delegation_makes_up_for_no_missing_approver()
    {
        await Delegate("grace", "tess");
        await using var db = await _world.Open();
        var payments = await TeamOf("payments");

        var approvers = await EligibleApprover.Of(db, [payments], ["ada"], Never);

        approvers.Select(a => a.Handle).ShouldBe(["grace"]);
        var step = new StepDraft(1, "Owning team", payments, 2, false, [0]);
        var found = ApproverShortage.Of([step], approvers.ToLookup(_ => step, a => a.Handle)).ShouldHaveSingleItem();
        found.Words.ShouldContain("only 1 other than the requester can");
    }

    [Fact]
    public async Task A_delegation_is_not_chained()
    {
        await Delegate("grace", "tess");
        var wish = Wish("omar");

        (await _delegations.Give(await _world.Known("tess"), wish, Never))
            .ShouldBeOfType<Outcome<VoteDelegation>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);

        await Delegate("tess", "omar", "search");
        var (id, _) = await Waiting();
        (await Inbox("omar")).ShouldBeEmpty();
        (await _world.View(id)).Approvals[0].Delegates.Select(d => d.Handle).ShouldBe(["tess"]);
    }

    [Theory]
    [InlineData("grace")]
    [InlineData("tess")]
    public async Task It_begins_and_ends_at_its_dates_or_earlier_by_either_of_the_two(string by)
    {
        var later = await Delegate("grace", "tess", from: TimeProvider.System.GetUtcNow().AddDays(1));
        var change = await Waiting();
        (await Refused("tess", change)).Kind.ShouldBe(RefusalKind.Denied);
        await _world.Sql($"update vote_delegation set starts_at = now() - interval '1 minute' where id = {later.Id}");
        (await Inbox("tess")).ShouldBe([change.Id]);
        await _world.Sql(
            $"update vote_delegation set starts_at = now() - interval '2 minutes', ends_at = now() - interval '1 second' where id = {later.Id}"
        );
        (await Refused("tess", change)).Kind.ShouldBe(RefusalKind.Denied);
        var again = await Delegate("grace", "tess");
        (await Inbox("tess")).ShouldBe([change.Id]);
        (await _ending.End(await _world.Known("lin"), again.Id, Never))
            .ShouldBeOfType<Outcome<VoteDelegation>.Refused>()
            .Why.Kind.ShouldBe(RefusalKind.Denied);

        (await _ending.End(await _world.Known(by), again.Id, Never)).ShouldBeOfType<Outcome<VoteDelegation>.Done>();

        (await Refused("tess", change)).Kind.ShouldBe(RefusalKind.Denied);
        await using var db = await _world.Open();
        (
            await db.Set<AuditEvent>()
                .Where(e => EF.Functions.Like(e.Kind, "delegation.%"))
                .OrderBy(e => e.Id)
                .Select(e => $"{e.Actor.Name} {e.Kind}")
                .ToListAsync()
        ).ShouldBe(["grace delegation.given", "grace delegation.given", $"{by} delegation.ended"]);
    }

    [Fact]
    public async Task Of_the_delegate_and_the_approver_who_vote_at_once_one_vote_stands()
    {
        await Delegate("grace", "tess");
        await _world.Approves("lin");
        var (id, plan) = await Waiting("votes.race", (SeededStructure.Payments, 2));
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        var (grace, tess) = (await _world.As("grace"), await _world.As("tess"));

        var both = await Task.WhenAll(
            _world.Get<Voting>().Cast(grace, id, ballot, Never),
            _world.Get<Voting>().Cast(tess, id, ballot, Never)
        );

        both.OfType<Outcome<ChangeState>.Done>().Count().ShouldBe(1);
        (await _world.View(id)).CurrentVotes.Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("nobody", 7, "delegate")]
    [InlineData("grace", 7, "delegate")]
    [InlineData("tess", 91, "expiresAt")]
    [InlineData("tess", -1, "expiresAt")]
    public async Task What_can_t_be_delegated_is_refused_beside_the_field(string to, int days, string field) =>
        (await _delegations.Give(await _world.Known("grace"), Wish(to, days), Never))
            .ShouldBeOfType<Outcome<VoteDelegation>.Refused>()
            .Why.Fields!.Keys.ShouldBe([field]);

    [Fact]
    public async Task A_service_account_the_bootstrap_administrator_and_an_elevated_approver_delegate_nothing()
    {
        var grace = await _world.As("grace");
        var payments = await TeamOf("payments");

        VoteDelegations.May(grace, payments).Granted.ShouldBeTrue();
        VoteDelegations.May(grace with { IsServiceAccount = true }, payments).Granted.ShouldBeFalse();
        VoteDelegations.May(grace with { IsBootstrap = true }, payments).Granted.ShouldBeFalse();
        var elevated = grace with
        {
            Memberships =
            [
                .. grace.Memberships.Select(m => new Membership
                {
                    PersonId = m.PersonId,
                    TeamId = m.TeamId,
                    Role = m.Role,
                    IsElevation = true,
                }),
            ],
        };
        VoteDelegations.May(elevated, payments).Granted.ShouldBeFalse();
        VoteDelegations
            .May(await _world.As("sam"), payments)
            .Granted.ShouldBeFalse("platform votes for its own team alone");
    }

    private static DelegationWish Wish(
        string to,
        int days = 7,
        string team = "payments",
        DateTimeOffset? from = null
    ) => new(team, to, from, (from ?? TimeProvider.System.GetUtcNow()).AddDays(days), "On leave.");

    private async Task<VoteDelegation> Delegate(
        string approver,
        string to,
        string team = "payments",
        DateTimeOffset? from = null
    ) =>
        (await _delegations.Give(await _world.Known(approver), Wish(to, team: team, from: from), Never))
            .ShouldBeOfType<Outcome<VoteDelegation>.Done>()
            .Value;

    private Task<(ChangeId Id, Plan Plan)> Waiting(string name = "votes.delegated", params (string, int)[] steps) =>
        Waiting(name, "ada", steps is [] ? [(SeededStructure.Payments, 1)] : steps);

    private async Task<(ChangeId Id, Plan Plan)> Waiting(string name, string by, (string, int)[] steps)
    {
        var id = (await _world.Get<ChangeRequests>().Submit(await _world.As(by), ChangeWorld.Draft(name), Never))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        return (id, await _world.Plan(id, steps));
    }

    private async Task<Refusal> Refused(string who, (ChangeId Id, Plan Plan) change) =>
        (
            await _world
                .Get<Voting>()
                .Cast(
                    await _world.As(who),
                    change.Id,
                    new Ballot(change.Plan.Number, change.Plan.Hash, VoteVerdict.Approve, ""),
                    Never
                )
        )
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why;

    private async Task<IReadOnlyList<ChangeId>> Inbox(string who)
    {
        var inbox = _world.Get<ChangeInbox>();
        var caller = await _world.As(who);
        var rows = await inbox.For(caller, 10, Never);
        (await inbox.CountFor(caller, Never)).ShouldBe(rows.Count);
        return [.. rows.Select(row => row.Id)];
    }

    private async Task<IReadOnlyList<bool>> Met(ChangeId id) =>
        [.. (await _world.View(id)).Approvals.Select(step => step.IsMet)];

    private async Task<TeamId> TeamOf(string name)
    {
        await using var db = await _world.Open();
        return (await db.Set<Team>().SingleAsync(t => t.Name == name)).Id;
    }

    private Task LosesRole(string handle) =>
        _world.Sql(
            $"delete from membership m using person p, team t where p.id = m.person_id and t.id = m.team_id and p.handle = {handle} and t.name = 'payments' and m.role = 'approver'"
        );
}
