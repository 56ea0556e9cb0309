using Microsoft.Playwright;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Tests.Browser;
using Portal.Tests.Kit;
using Portal.Web.Features.Changes;

namespace Portal.Tests.Pages;

/// <summary>What people decide about a run, on its change's page, carried out by real workers.</summary>
public sealed class RunPageTests(WorkedWeb web) : IClassFixture<WorkedWeb>, IDisposable
{
    public void Dispose() => web.Clear();

    [LongFact]
    public async Task A_run_is_aborted_on_its_page_and_ends_rolled_back()
    {
        var (id, goOn) = await web.HeldBefore("SetConfigs", "page.orders");
        await using var visit = await Open("ada", id);
        await visit.HasStatus("Applying");
        await visit.IsWholeInEveryLook("change-applying");

        await visit.ChooseFromMenu("Abort before the next step");
        await visit.Sees("Ada Brandt requested an abort; it takes effect before the next step.");
        goOn();

        await visit.HasStatus("Rolled back");
        await visit.Sees("Rolled back: every applied step was undone.");
        await visit.Sees("Aborted by Ada Brandt.");
        await visit.IsDrawn("change-rolled-back");
        web.World.Kafka.Topic("page.orders")!.Configs["retention.ms"].Value.ShouldBe("604800000");
    }

    [LongFact]
    public async Task A_stuck_run_says_what_for_and_on_call_tries_it_again()
    {
        var id = await web.Stuck("page.invoices");
        await using var visit = await Open("noor", id);
        await visit.Sees("Stuck: waiting for a decision.");
        await visit.Sees("Undo failed");
        (await visit.Page.Locator(".steps").GetByText("has been written to (7 records)").CountAsync()).ShouldBe(
            1,
            "why is said at its own step"
        );
        await visit.IsWholeInEveryLook("change-stuck");
        web.World.Kafka.Write("page.invoices", 0);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();

        await visit.HasStatus("Rolled back");
        web.World.Kafka.Topic("page.invoices").ShouldBeNull();
    }

    [Fact]
    public async Task A_stuck_run_shows_why_at_its_own_step_and_goes_on_when_on_call_tries_it_again()
    {
        var id = await web.Stuck("page.retried");
        await using var noor = await Seat.Of(web, "noor");
        var model = noor.Model<ChangeModel>();
        await model.Load(id.Value, CancellationToken.None);
        var stuck = model.Value!.Change;
        RunLines
            .Of(stuck.Plan!, stuck.Run!, at => at)
            .Where(line => $"{line.Trouble}".Contains("has been written to (7 records)", StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .State.ShouldBe("Undo failed");
        web.World.Kafka.Write("page.retried", 0);

        await model.Retry();

        model.Refused.ShouldBeNull();
        model.Value!.Change.Row.State.ShouldBeOneOf(ChangeState.RollingBack, ChangeState.RolledBack);
        noor.Service<Radzen.NotificationService>()
            .Messages.ShouldHaveSingleItem()
            .Summary.ShouldBe("The run is tried again.");
        await web.World.Reaches(id, ChangeState.RolledBack);
        web.World.Kafka.Topic("page.retried").ShouldBeNull();
    }

    [LongFact]
    public async Task A_stuck_run_is_settled_with_a_reason()
    {
        var id = await web.Stuck("page.settled");
        await using var visit = await Open("noor", id);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Settle…" }).ClickAsync();
        await Assertions.Expect(visit.InDialog("Settle")).ToBeDisabledAsync();
        await visit.Page.GetByLabel("Reason (kept in the audit log)").FillAsync("The first one is in use.");
        await visit.InDialog("Settle").ClickAsync();

        await visit.HasStatus("Settled");
        await visit.Sees("Settled by Noor Haddad: The first one is in use.");
    }

    [LongFact]
    public async Task Who_may_not_decide_is_told_who_does()
    {
        var id = await web.Stuck("page.watched");
        await using var visit = await Open("ada", id);

        await visit.Sees("The owning team's on-call or the platform team decides.");

        (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).CountAsync()).ShouldBe(0);
    }

    private async Task<Visit> Open(string person, ChangeId id)
    {
        var visit = await Visit.As(web.Address, person);
        await visit.Open($"/changes/{id}");
        return visit;
    }
}
