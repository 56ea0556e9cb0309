using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Evaluation;
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
        await Deadline.Until(async () =>
        {
            await _world.ApplyAll();
            return (await _world.View(id)).Row.State == ChangeState.RolledBack;
        });
    }

    private async Task<AccessGrant> Granted()
    {
        await using var db = await _world.Open();
        return await db.Set<AccessGrant>().AsNoTracking().SingleAsync(g => g.Name == "app-reads");
    }

    private static EngineException Lost() => new(EngineFault.Unknown, "the connection broke");
}
