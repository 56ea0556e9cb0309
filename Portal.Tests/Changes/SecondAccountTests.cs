using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Evaluation;
using Portal.Core.People.Federation;
using Portal.Core.Teams;

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
        await Signs("ada", "ada@corp.example");
        await Signs("grace", "Ada@Corp.example");
        var (id, plan) = await Waiting(quorum: 1);

        (await Refused("grace", id, plan)).Kind.ShouldBe(RefusalKind.Denied);
        (await _world.View(id)).Approvals[0].CanApprove.ShouldNotContain("grace");
    }

    [Fact]
    public async Task Two_accounts_of_one_person_are_one_vote_of_two()
    {
        await Approves("tess");
        await Signs("grace", "grace@corp.example");
        await Signs("tess", "grace@corp.example");
        var (id, plan) = await Waiting(quorum: 2);

        (await _world.Vote(await As("grace"), id, plan)).ShouldBe(ChangeState.PendingApproval);

        (await Refused("tess", id, plan)).Words.ShouldContain("Another account with your e-mail address");
    }

    [Fact]
    public async Task Accounts_of_which_no_address_is_known_are_of_different_people()
    {
        await Signs("ada", "");
        await Signs("grace", "");
        var (id, plan) = await Waiting(quorum: 1);

        (await _world.Vote(await As("grace"), id, plan)).ShouldBe(ChangeState.Approved);
    }

    private async Task Signs(string handle, string email)
    {
        await using var db = await _world.Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        db.Add(
            new ExternalIdentity
            {
                Provider = "corp",
                Issuer = "https://corp.example",
                Subject = handle,
                PersonId = person.Id,
                Email = email,
            }
        );
        await db.SaveChangesAsync();
    }

    private async Task Approves(string handle)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"insert into membership (person_id, team_id, role) select p.id, t.id, 'approver' from person p, team t where p.handle = {handle} and t.name = 'payments'"
        );
    }

    private async Task<(ChangeId Id, Plan Plan)> Waiting(int quorum)
    {
        var id = (await _world.Get<ChangeRequests>().Submit(await As("ada"), ChangeWorld.Draft("votes.second"), Never))
            .ShouldBeOfType<Outcome<ChangeId>.Done>()
            .Value;
        return (id, await _world.Plan(id, (SeededStructure.Payments, quorum)));
    }

    private async Task<Refusal> Refused(string who, ChangeId id, Plan plan)
    {
        var ballot = new Ballot(plan.Number, plan.Hash, VoteVerdict.Approve, "");
        return (await _world.Get<Voting>().Cast(await As(who), id, ballot, Never))
            .ShouldBeOfType<Outcome<ChangeState>.Refused>()
            .Why;
    }

    private async Task<Caller> As(string handle)
    {
        await using var db = await _world.Open();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == handle);
        var held = await db.Set<Membership>().Where(m => m.PersonId == person.Id).ToListAsync();
        return new Caller(new Actor(handle, ActorVia.Page), person.Name, held);
    }
}
