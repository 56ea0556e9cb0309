using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Workers.Calendar;
using Portal.Workers.Calendar.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A cluster that takes a question and doesn't answer it: what is due on it holds up what is due on others once, and for a short time.</summary>
public sealed class HungClusterTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();
    private readonly HurriedClock _clock = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Grants_that_are_over_on_a_cluster_that_hangs_hold_a_sweep_up_once_and_end_when_it_answers()
    {
        var id = await StuckAfterItsGrants();
        var never = new TaskCompletionSource();
        var looks = 0;
        _world.AclStore.Hold = _ =>
        {
            Interlocked.Increment(ref looks);
            return never.Task;
        };

        await Sweep().WaitAsync(TimeSpan.FromSeconds(30));

        looks.ShouldBe(1);
        await using var db = await _world.Open();
        (await db.Set<AuditEvent>().CountAsync(e => e.Kind == "access.overdue" && e.ChangeId == id)).ShouldBe(2);

        _world.AclStore.Hold = null;
        await db.Set<Due>().ExecuteUpdateAsync(due => due.SetProperty(d => d.DueAt, TimeProvider.System.GetUtcNow()));
        await Sweep();
        (await _world.AclsOf("User:first")).ShouldBeEmpty();
        (await _world.AclsOf("User:second")).ShouldBeEmpty();
    }

    // A third resource is refused, and so is taking the grants back.
    private async Task<ChangeId> StuckAfterItsGrants()
    {
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1);
        inAnHour = inAnHour.AddTicks(-(inAnHour.Ticks % TimeSpan.TicksPerSecond));
        await _world.Manage("orders");
        _world.Kafka.Fault = call => call == "Create" ? new EngineException(EngineFault.Final, "no room") : null;
        _world.AclStore.Fault = act =>
            act == "Delete" ? new EngineException(EngineFault.Final, "not allowed to") : null;
        var id = await _world.Ask(
            Grant("first", Reads("orders", "User:first", inAnHour) with { Group = "first-" }),
            Grant("second", Reads("orders", "User:second", inAnHour) with { Group = "second-" }),
            WorkerWorld.Create("invoices")
        );
        await _world.PlanAll();
        await _world.Agree(id);
        await _world.ApplyAll();
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Stuck);
        _world.AclStore.Fault = null;
        return id;
    }

    // As a worker does whose memory is new.
    private Task Sweep() =>
        new DueSweep(
            _world.Stores,
            [
                new AccessExpiry(
                    _world.Get<ChangeRequests>(),
                    new AgreedEnd(_world.Get<ChangeMover>()),
                    _world.Ledger(_clock),
                    _clock,
                    NullLogger<AccessExpiry>.Instance
                ),
            ],
            _clock,
            NullLogger<DueSweep>.Instance
        ).Sweep(CancellationToken.None);

    // Two hours ahead, and what waits for a time has a quarter of it.
    private sealed class HurriedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(2);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 4 : dueTime, period);
    }
}
