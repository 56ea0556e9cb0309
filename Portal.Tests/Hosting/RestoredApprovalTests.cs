using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>What was applied and taken back since the backup looks, after a restore, as if it had never been applied.</summary>
public sealed class RestoredApprovalTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new() { Topics = ["orders"] };

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_was_approved_before_the_backup_is_not_applied_after_the_restore_until_it_is_approved_again()
    {
        var id = await _world.Ask(WorkerWorld.Update("orders", 6));
        await _world.PlanAll();
        await _world.Approve(id);
        (await _world.View(id)).Row.State.ShouldBe(ChangeState.Approved);
        await using (var db = await _world.Open())
        {
            await db.Database.ExecuteSqlRawAsync(
                await File.ReadAllTextAsync(Repository.PathOf("setup", "restored-dues.sql"))
            );
            // What is left to withdraw a change is over.
            await db.Database.ExecuteSqlAsync($"update apply_run set retry_at = now() where ended_at is null");
            await db.Database.ExecuteSqlAsync($"update planning_run set retry_at = now()");
        }

        await _world.ApplyAll();
        (await _world.Live("orders")).ShouldNotBeNull().Partitions.ShouldBe(3);
        await _world.PlanAll();
        var again = await _world.View(id);
        again.Row.State.ShouldBe(ChangeState.PendingApproval);
        again.Plan.ShouldNotBeNull().Number.ShouldBe(2);
        again.Timeline.ShouldContain(e => e.Kind == "plan.again" && e.Words.Contains("The store was restored"));

        await _world.Approve(id);
        await _world.ApplyAll();
        (await _world.Live("orders")).ShouldNotBeNull().Partitions.ShouldBe(6);
    }
}
