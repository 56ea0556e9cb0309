using Microsoft.Playwright;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>What was there before the portal gets an owner: its page offers a member to claim it, and a platform engineer gives it to a team.</summary>
[Collection(PageWorldTests.Name)]
public sealed class GivenToTeamJourneyTests(PageWorld world)
{
    private const string Subject = "payments.older-value";

    [LongFact]
    public async Task What_nobody_manages_is_given_to_a_team_on_its_page()
    {
        await world.ByHand(Subject);
        await world.Seen(Subject, "Dispute");
        await using (var ada = await Visit.As(world.Address, "ada"))
        {
            await ada.Open($"/schemas/{PageWorld.Prod}/{Subject}");
            await Assertions
                .Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Claim for your team…" }))
                .ToBeVisibleAsync();
            await Assertions
                .Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Give to a team…" }))
                .ToHaveCountAsync(0);
        }

        await using var sam = await Visit.As(world.Address, "sam");
        await sam.Open($"/schemas/{PageWorld.Prod}/{Subject}");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Give to a team…" }).ClickAsync();
        await Assertions.Expect(sam.InDialog("Give")).ToBeDisabledAsync();
        await sam.Choose("Team", "Payments");
        await sam.InDialog("Give").ClickAsync();
        await sam.Sees("Add a reason: changes in production need one.");
        await sam.Page.GetByLabel("Reason").FillAsync("Theirs since 2023.");
        await sam.IsWholeInEveryLook("give-to-team");
        await sam.InDialog("Give").ClickAsync();
        await sam.IsAt("/changes/[0-9]+");
        await sam.Sees($"{Subject}: managed from now on, owned by payments");

        await sam.Open($"/schemas/{PageWorld.Prod}/{Subject}");
        await Deadline.Until(async () =>
        {
            await sam.Page.ReloadAsync();
            return (await sam.Page.Locator(".title-row").InnerTextAsync()).Contains(
                "Payments",
                StringComparison.Ordinal
            );
        });
    }
}
