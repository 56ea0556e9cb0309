using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.Teams;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>Somebody with two accounts is one person: by neither do they judge what they requested, nor vote twice.</summary>
public sealed class SecondAccountTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ChangeWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nobody_approves_their_own_request_with_another_account()
    {
        await _world.SignedIn("ada", "ada@corp.example");
        await _world.SignedIn("grace", "Ada@Corp.example");
        var (id, plan) = await Waiting(quorum: 1);

        (await Refused("grace", id, plan)).Kind.ShouldBe(RefusalKind.Denied);
        (await _world.View(id)).Approvals[0].CanApprove.ShouldNotContain("grace");
    }

    [Fact]
    public async Task Two_accounts_of_one_person_are_one_vote_of_two()
    {
        await _world.Approves("tess");
        await _world.SignedIn("grace", "grace@corp.example");
        await _world.SignedIn("tess", "grace@corp.example");
        var (id, plan) = await Waiting(quorum: 2);

        (await _world.Vote(await _world.As("grace"), id, plan)).ShouldBe(ChangeState.PendingApproval);

        (await Refused("tess", id, plan)).Words.ShouldContain("Another account with your e-mail address");
    }

    [Fact]
    public async Task Accounts_of_which_no_address_is_known_are_of_different_people()
    {
        await _world.SignedIn("ada", "");
        await _world.SignedIn("grace", "");
        var (id, plan) = await Waiting(quorum: 1);

        (await _world.Vote(await _world.As("grace"), id, plan)).ShouldBe(ChangeState.Approved);
    }

    [Fact]
    public async Task The_other_accounts_of_an_address_are_found_without_reading_everybody_s()
    {
        var store = _world.Get<NpgsqlDataSource>();
        await using var fill = store.CreateCommand(
            """
            with made as (insert into person (handle, name) select 'many-' || n, 'Many ' || n from generate_series(1, 5000) n returning id)
            insert into external_identity (provider, issuer, subject, person_id, email, signed_in_at)
                select 'company', 'https://company.example', id::text, id, 'Many-' || id / 2 || '@corp.example', now() from made;
            analyze person, external_identity;
            """
        );
        await fill.ExecuteNonQueryAsync();
        var plans = new QueryPlans();
        await using var db = new InterceptedStore(store, plans).CreateDbContext();

        (await SameHuman.Of(db, ["many-2500"]).ToListAsync()).Count.ShouldBe(2);

        (await plans.Scans(store, "external_identity")).ShouldBeEmpty();
    }

    private async Task<(ChangeId Id, Plan Plan)> Waiting(int quorum)
    {
        var id = (
            await _world.Get<ChangeRequests>().Submit(await _world.As("ada"), ChangeWorld.Draft("votes.second"), Never)
        )
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        return (id, await _world.Plan(id, (SeededStructure.Payments, quorum)));
    }

    private async Task<Refusal> Refused(string who, ChangeId id, Plan plan)
    {
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        return (await _world.Get<Voting>().Cast(await _world.As(who), id, ballot, Never))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why;
    }
}
