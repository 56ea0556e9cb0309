using Microsoft.Playwright;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Browser;

/// <summary>A platform engineer gives a role and takes it away, and signs somebody out who has left.</summary>
public sealed class PeopleJourneyTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task A_role_is_given_with_its_reason_and_taken_and_somebody_who_left_is_disabled()
    {
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/people?words=iris");
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Iris Novak" }).ClickAsync();
        await sam.IsAt("/people/iris");
        await sam.Open("/people/iris"); // by its address as well: then nothing is loaded in the circuit

        await sam.Page.GetByLabel("Reason").FillAsync("Helps with search");
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Give the role" }).ClickAsync();

        var given = sam.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Helps with search" });
        await given.GetByRole(AriaRole.Link, new() { Name = "sam" }).WaitForAsync();
        await given.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await sam.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await sam.Page.GetByRole(AriaRole.Heading, new() { Name = "Former roles" }).WaitForAsync();

        await sam.ChooseFromMenu("Disable…");
        var dialog = sam.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("Left the company");
        await dialog.GetByLabel("Type iris to confirm").FillAsync("iris");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await sam.Page.GetByText("Iris Novak can't sign in.").WaitForAsync();
        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "Enable again" }).ClickAsync();
        await sam.Page.GetByText("Active").First.WaitForAsync();
    }
}
