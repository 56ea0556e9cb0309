using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Changes;
using Portal.Core.Changes.Plans;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Claiming;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>Planners and appliers are woken: who asks doesn't wait for a beat.</summary>
public sealed class WakingTests : IAsyncLifetime
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);
    private readonly WorkerWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Workers_that_look_only_every_ten_minutes_still_plan_and_apply_at_once()
    {
        var worker = await world.StartWorker(
            null,
            ("Portal:Planning:PollEvery", "00:10:00"),
            ("Portal:Applying:PollEvery", "00:10:00")
        );
        var bell = worker.Services.GetRequiredService<WorkNotifications>();
        await Deadline.Until(() => bell.IsListening);

        // The first may be met by the look that every worker begins with; the second can't.
        await world.Reaches(await world.Ask(Create("wake.first")), ChangeState.Applied, AtOnce);
        await world.Reaches(await world.Ask(Create("wake.second")), ChangeState.Applied, AtOnce);
    }

    [Fact]
    public async Task An_approval_wakes_the_applier_and_a_stale_plan_the_planner()
    {
        await world.Manage("wake.moved");
        var worker = await world.StartWorker(
            null,
            ("Portal:Planning:PollEvery", "00:10:00"),
            ("Portal:Applying:PollEvery", "00:10:00")
        );
        var bell = worker.Services.GetRequiredService<WorkNotifications>();
        await Deadline.Until(() => bell.IsListening);
        var id = await world.Ask(Update("wake.moved", 6));
        await world.Reaches(id, ChangeState.PendingApproval, AtOnce);
        world.Kafka.Change("wake.moved", t => t with { Partitions = 4 });

        await world.Approve(id);

        await Deadline.Until(
            async () => await world.View(id) is { Plan.Number: 2, Row.State: ChangeState.PendingApproval },
            AtOnce
        );
    }
}
