using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>Texts with a button that copies them.</summary>
[Collection(PageWorldTests.Name)]
public sealed class CopyTests(PageWorld world)
{
    [Fact]
    public async Task Where_a_page_can_not_copy_the_text_is_selected_and_the_page_shows_what_to_press()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        // As over plain HTTP.
        await ada.Page.AddInitScriptAsync("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        await ada.Open($"/schemas/{PageWorld.Prod}/{PageWorld.Subject}");
        var copy = ada.Page.GetByRole(AriaRole.Button, new() { Name = "Copy Schema", Exact = true });

        await copy.DblClickAsync();

        await ada.Sees("Selected: press Ctrl+C");
        (await ada.Page.EvaluateAsync<string>("() => getSelection().toString()")).ShouldContain("currency");
        await Expect(copy).ToHaveAttributeAsync("aria-label", "Copy Schema");
    }
}
