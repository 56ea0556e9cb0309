using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Judging a plan on its page, and what who asked for it sees then.</summary>
public sealed class JudgementPageTests(JudgementPageTests.Bundled web) : IClassFixture<JudgementPageTests.Bundled>
{
    public sealed class Bundled : WatchedWeb
    {
        public override bool IsNeeded => EngineSkip.FullRunOnly is null;

        protected override bool BringsNoWarning => true;
    }

    [LongFact]
    public async Task A_rejection_needs_a_reason_and_who_asked_sees_it_without_looking_again()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var ada = await Open("ada", id);
        await using var grace = await Open("grace", id);

        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).First.ClickAsync();
        await Assertions.Expect(grace.InDialog("Reject the change")).ToBeDisabledAsync();
        await grace.Page.GetByLabel("Reason").FillAsync("Use payments.captured instead.");
        await grace.InDialog("Reject the change").ClickAsync();

        await grace.HasStatus("Rejected");
        await ada.HasStatus("Rejected");
        await ada.Sees("Rejected by Grace Okafor: Use payments.captured instead.");
        await ada.IsWholeInEveryLook("change-rejected");
    }

    [LongFact]
    public async Task A_request_that_was_sent_back_is_edited_and_gets_another_resource()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var grace = await Open("grace", id);
        await grace.ChooseFromMenu("Send back");
        await grace.Page.GetByLabel("Reason").FillAsync("Bring its schema along.");
        await grace.InDialog("Send it back").ClickAsync();
        await grace.HasStatus("Changes requested");

        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open($"/changes/{id}/edit");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a schema" }).ClickAsync();

        await ada.Sees("Name each resource to see the steps.");
        await ada.IsWholeInEveryLook("request-several");
    }

    [LongFact]
    public async Task An_adoption_is_sent_back_to_be_requested_anew_and_nobody_is_led_to_a_form()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        var change = new ChangeId(id);
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await db.Set<ChangeResource>()
                .Where(r => r.ChangeId == change)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.Operation, ResourceOperation.Adopt));
        }

        await using var grace = await Open("grace", id);
        await grace.ChooseFromMenu("Send back");
        await grace.Sees("The requester can cancel it and request it anew.");
        await grace.Page.GetByLabel("Reason").FillAsync("Change it instead.");
        await grace.InDialog("Send it back").ClickAsync();
        await grace.HasStatus("Changes requested");

        await using var ada = await Open("ada", id);
        await ada.HasStatus("Changes requested");
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Edit the request" }))
            .ToHaveCountAsync(0);
    }

    [LongFact]
    public async Task A_vote_is_taken_back_on_the_page_and_the_change_waits_again()
    {
        var (id, _, _) = await PlannedChanges.Waiting(web);
        await using var grace = await Open("grace", id);
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First.ClickAsync();
        await grace
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Approve plan" })
            .ClickAsync();
        await grace.HasStatus("Approved");

        await grace.ChooseFromMenu("Withdraw my vote");

        await grace.HasStatus("Waiting for approval");
        await grace.Sees("took back the vote");
        await Assertions
            .Expect(grace.Page.GetByRole(AriaRole.Button, new() { Name = "Approve plan" }).First)
            .ToBeVisibleAsync();
    }

    [LongFact]
    public async Task A_page_whose_answer_takes_long_has_its_shape_until_then()
    {
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/groups");
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            await using var holding = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync("lock table change in access exclusive mode");

            await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Changes" }).First.ClickAsync();
            await Assertions.Expect(ada.Page.Locator("main [aria-busy=true]")).ToBeVisibleAsync();
            await ada.IsWholeInEveryLook("loading");
            await holding.RollbackAsync();
        }

        await ada.Sees("No approvals waiting for you");
        await ada.IsWholeInEveryLook("changes-empty");
    }

    private async Task<Visit> Open(string person, long id)
    {
        var visit = await Visit.As(web.Address, person);
        await visit.Open($"/changes/{id}");
        return visit;
    }
}
