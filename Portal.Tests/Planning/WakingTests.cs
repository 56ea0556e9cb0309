using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Claiming;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>Planners and appliers are woken: a request doesn't wait for an interval.</summary>
public sealed class WakingTests : IAsyncLifetime
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Workers_that_look_only_every_ten_minutes_still_plan_and_apply_at_once()
    {
        var worker = await _world.StartWorker(
            null,
            ("Portal:Planning:PollEvery", "00:10:00"),
            ("Portal:Applying:PollEvery", "00:10:00")
        );
        var bell = worker.Services.GetRequiredService<WorkNotifications>();
        await Deadline.Until(() => bell.IsListening);

        // The first may be met by the look that every worker begins with; the second can't.
        await _world.Reaches(await _world.Ask(Create("wake.first")), ChangeState.Applied, AtOnce);
        await _world.Reaches(await _world.Ask(Create("wake.second")), ChangeState.Applied, AtOnce);
    }

    [Fact]
    public async Task An_approval_wakes_the_applier_and_a_stale_plan_the_planner()
    {
        await _world.Manage("wake.moved");
        var worker = await _world.StartWorker(
            null,
            ("Portal:Planning:PollEvery", "00:10:00"),
            ("Portal:Applying:PollEvery", "00:10:00")
        );
        var bell = worker.Services.GetRequiredService<WorkNotifications>();
        await Deadline.Until(() => bell.IsListening);
        var id = await _world.Ask(Update("wake.moved", 6));
        await _world.Reaches(id, ChangeState.PendingApproval, AtOnce);
        _world.Kafka.Change("wake.moved", t => t with { Partitions = 4 });

        await _world.Approve(id);

        await Deadline.Until(
            async () => await _world.View(id) is { Plan.Number: 2, Row.State: ChangeState.PendingApproval },
            AtOnce
        );
    }
}
