using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Workers.Applying;
using Portal.Workers.Planning;

namespace Portal.Tests.Changes;

/// <summary>Work is due at once by the store's clock, however far ahead the machine is on which it was asked for.</summary>
public sealed class StoreClockTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ChangeWorld _world = new() { Clock = new FastClock(TimeSpan.FromMinutes(5)) };

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_request_is_planned_at_once()
    {
        var id = await _world.Submit(ChangeWorld.Draft("fast.asked"));
        var claims = new PlanningClaims(Stores, Options.Create(new PlanningOptions()));
        (await claims.Next(Never)).ShouldNotBeNull().Change.ShouldBe(id);
    }

    [Fact]
    public async Task An_approved_change_is_applied_at_once()
    {
        var id = await Approved("fast.approved");
        (await NextRun()).ShouldNotBeNull().Change.ShouldBe(id);
    }

    [Fact]
    public async Task An_abort_wakes_its_run_at_once()
    {
        var id = await Approved("fast.aborted");
        await _world.Happen(id, new ChangeEvent.Claimed());
        await Park(id, "applying");
        (
            await _world.Get<RunControl>().Abort(await _world.Approver(), id, Never)
        ).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await NextRun()).ShouldNotBeNull().Change.ShouldBe(id);
    }

    [Fact]
    public async Task A_run_tried_again_goes_on_at_once()
    {
        var id = await Approved("fast.retried");
        await _world.Happen(id, new ChangeEvent.Claimed());
        await _world.Happen(id, new ChangeEvent.GotStuck());
        await Park(id, "stuck");
        var platform = await _world.Person((m, _) => m.Role == Role.Platform);
        (await _world.Get<RunControl>().Retry(platform, id, Never)).ShouldBeOfType<Outcome<ChangeState>.Done>();
        (await NextRun()).ShouldNotBeNull().Change.ShouldBe(id);
    }

    private IDbContextFactory<PortalDb> Stores => _world.Get<IDbContextFactory<PortalDb>>();

    private Task<RunClaim?> NextRun() => new RunClaims(Stores, Options.Create(new ApplyingOptions())).Next(Never);

    private async Task<ChangeId> Approved(string topic)
    {
        var id = await _world.Submit(ChangeWorld.Draft(topic));
        await _world.Plan(id);
        return id;
    }

    // As an applier leaves it that waits for its cluster.
    private async Task Park(ChangeId id, string state)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlAsync(
            $"""
            update apply_run set state = {state}, retry_at = clock_timestamp() + interval '1 minute'
            where change_id = {id.Value}
            """
        );
    }
}
