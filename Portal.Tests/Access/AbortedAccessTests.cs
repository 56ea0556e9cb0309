using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A run that is aborted between its ledger and its cluster: what it left in one of them is taken back.</summary>
public sealed class AbortedAccessTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new() { Topics = ["orders"] };

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_removal_that_was_carried_out_without_an_answer_is_taken_back()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        var before = await _world.AclsOf("User:app");
        GoesAwayAt(FakeAcls.Deleted);
        var id = await _world.Started(End("app-reads"));

        await Aborted(id);

        (await _world.AclsOf("User:app")).ShouldBe(before);
        (await Granted()).EndedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_grant_that_was_written_down_and_never_made_is_taken_back()
    {
        GoesAwayAt("Create");
        var id = await _world.Started(Grant("app-reads", Reads("orders", "User:app")));
        (await Granted()).EndedAt.ShouldBeNull();

        await Aborted(id);

        (await _world.AclsOf("User:app")).ShouldBeEmpty();
        (await Granted()).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_repair_without_an_answer_that_is_refused_then_takes_back_only_what_it_added()
    {
        await _world.Carry(Grant("app-reads", Reads("orders", "User:app")));
        var before = await _world.AclsOf("User:app");
        await _world.Remove(before.Single(acl => acl is { Operation: AclOperation.Read, Resource: AclResource.Topic }));
        GoesAwayAt("Create");
        var id = await _world.Started(Change("app-reads", Reads("orders", "User:app") with { Group = "other-" }));
        (await _world.HeldAcls()).Count.ShouldBe(before.Count + 1);

        _world.AclStore.Hold = null;
        _world.AclStore.Fault = act =>
            act == "Create" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        await EndsTakenBack(id);

        (await _world.HeldAcls()).ShouldBe(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_there_before_two_grants_that_are_taken_back_stays_and_what_one_of_them_ended_with_goes(
        bool isRecorded
    )
    {
        var describe = new Acl("User:app", AclOperation.Describe, AclResource.Topic, AclPattern.Literal, "orders");
        await _world.Make(describe);
        await _world.Carry(Grant("first", Reads("orders", "User:app")));
        if (!isRecorded)
        {
            await IsNotRecorded("first");
        }

        var second = Reads("orders", "User:app") with { Mode = AccessMode.Write, Group = null };
        GoesAwayAt("Create");
        var id = await _world.Started(Grant("second", second));
        await HoldsNothing("first");

        await Aborted(id);

        (await _world.AclsOf("User:app")).Contains(describe).ShouldBe(!isRecorded);
    }

    // Its run, that goes on, may still be taken back.
    private async Task IsNotRecorded(string grant)
    {
        await using var db = await _world.Open();
        await db.Set<Resource>()
            .Where(r => r.Name == grant)
            .ExecuteUpdateAsync(r => r.SetProperty(row => row.GoneAt, row => row.CreatedAt));
    }

    private async Task HoldsNothing(string grant)
    {
        await using var db = await _world.Open();
        await db.Set<AccessGrant>()
            .Where(g => g.Name == grant)
            .ExecuteUpdateAsync(g => g.SetProperty(row => row.EndedAt, row => row.GrantedAt));
    }

    // From then on nobody answers.
    private void GoesAwayAt(string act)
    {
        var isAway = false;
        _world.AclStore.Fault = now =>
        {
            isAway |= now == act;
            return isAway ? Lost() : null;
        };
        _world.AclStore.Hold = _ => isAway ? Task.FromException(Lost()) : Task.CompletedTask;
    }

    private async Task Aborted(ChangeId id)
    {
        var asker = await _world.Person(Role.Member, SeededStructure.Payments);
        (
            await _world.Get<RunControl>().Abort(asker, id, CancellationToken.None)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        _world.AclStore.Fault = null;
        _world.AclStore.Hold = null;
        await EndsTakenBack(id);
    }

    private Task EndsTakenBack(ChangeId id) =>
        Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == ChangeState.RolledBack;
        });

    private async Task<AccessGrant> Granted()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().AsNoTracking().SingleAsync(g => g.Name == "app-reads");
    }

    private static EngineException Lost() => new(EngineFault.Unknown, "the connection broke");
}
