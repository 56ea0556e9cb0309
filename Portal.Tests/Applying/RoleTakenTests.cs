using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Evaluation;
using Portal.Core.Teams;

namespace Portal.Tests.Applying;

/// <summary>A role that is taken away while its holder's change is being applied: what was approved by then is done, and nothing more of theirs.</summary>
public sealed class RoleTakenTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_change_that_is_being_applied_ends_as_approved_and_its_requester_requests_no_other()
    {
        var requester = await _world.Person(Role.Member, SeededStructure.Payments);
        var id = await _world.Ask(WorkerWorld.Create("payments.one"), WorkerWorld.Create("payments.two"));
        await _world.PlanAll();
        await _world.Agree(id);
        var taken = 0;
        _world.Kafka.AfterAct = _ => taken += TakeRoles();

        await _world.ApplyAll();

        taken.ShouldBeGreaterThan(0, "in the middle of the run");
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Applied);
        _world.Kafka.Topic("payments.two").ShouldNotBeNull();
        var another = await _world
            .Get<Core.Changes.Requests.ChangeRequests>()
            .Submit(
                requester with
                {
                    Memberships = await Held(requester.Actor.Name),
                },
                new("", "needed", SeededStructure.Payments, [WorkerWorld.Create("payments.three")]),
                CancellationToken.None
            );
        another
            .ShouldBeOfType<Core.Outcome<Core.ChangeId>.Refused>()
            .Why.Words.ShouldStartWith("Only members of the owning team can request this.");
    }

    private int TakeRoles()
    {
        using var db = _world.Stores.CreateDbContext();
        return db.Set<Membership>().ExecuteDelete();
    }

    private async Task<IReadOnlyCollection<Membership>> Held(string handle)
    {
        await using var db = await _world.Open();
        var person = (await db.Set<Person>().SingleAsync(p => p.Handle == handle)).Id;
        return await db.Set<Membership>().Where(m => m.PersonId == person).ToListAsync();
    }
}
