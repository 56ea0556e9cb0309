using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>In forced colours neither grounds nor shadows are drawn: what is chosen has an outline there.</summary>
[Collection(PageWorldTests.Name)]
public sealed class ForcedColoursTests(PageWorld world)
{
    private const string Outline = "element => getComputedStyle(element).outlineStyle";

    [Fact]
    public async Task What_is_chosen_has_an_outline_and_nothing_else_has()
    {
        await using var visit = await Visit.As(world.Address, "ada");
        await visit.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await visit.Open("/topics/request");
        var choices = visit.Page.Locator("fieldset:has(#preset-event-stream) label.choice");
        (await Styles(choices)).ShouldBe(["solid", "none", "none"]);

        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Page.Keyboard.TypeAsync("order");
        var options = visit.Page.Locator("#palette [role=option]");
        await Expect(options.Nth(1)).ToBeVisibleAsync();
        (await Style(options.Nth(0))).ShouldBe("solid");
        (await Style(options.Nth(1))).ShouldBe("none");

        await visit.Open("/topics");
        await Expect(visit.Page.Locator("[data-row] a[href^='/topics/']").First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("h1")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("j");
        (await Style(visit.Page.Locator("tr:focus"))).ShouldBe("solid");
        (await Style(visit.Page.Locator("tr[data-row]:not(:focus)").First)).ShouldBe("none");
    }

    private static Task<string> Style(ILocator element) => element.EvaluateAsync<string>(Outline);

    private static Task<string[]> Styles(ILocator elements) =>
        elements.EvaluateAllAsync<string[]>("all => all.map(element => getComputedStyle(element).outlineStyle)");
}
