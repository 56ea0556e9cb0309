using Portal.Core.Changes;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Pages;

/// <summary>What people see of a change whose cluster moved after it was approved, on its page.</summary>
public sealed class StalePageTests(LongIdleWeb web) : IClassFixture<LongIdleWeb>
{
    [LongFact]
    public async Task A_stale_change_says_so_and_its_new_plan_says_why_it_has_to_be_approved_again()
    {
        await web.World.Manage("page.payments", 3, ("retention.ms", "604800000"));
        var id = await web.World.Ask(Update("page.payments", 6, ("retention.ms", "259200000")));
        await web.World.PlanAll();
        await web.World.Approve(id);
        await web.World.Kafka.GrowPartitions("page.payments", 4, SchemaWorlds.Soon, CancellationToken.None);
        await web.World.ApplyAll();
        await using var grace = await Visit.As(web.Address, "grace");
        await grace.Open($"/changes/{id}");

        await grace.HasStatus("Stale");
        await grace.Sees("void: the cluster changed");
        await grace.IsWholeInEveryLook("change-stale");

        await web.World.PlanAll();
        await grace.HasStatus("Waiting for approval");
        await grace.Sees("Plan 2 replaces plan 1");
        (await grace.Page.GetByText("not reached").CountAsync()).ShouldBe(0, "nothing of the new plan has run");
        await grace.IsDrawn("change-planned-again");
        (await web.World.View(id)).Row.State.ShouldBe(ChangeState.PendingApproval);
    }
}
