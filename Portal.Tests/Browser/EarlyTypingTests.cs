using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>A page is there before its connection is, and people type at once.</summary>
[Collection(PageWorldTests.Name)]
public sealed class EarlyTypingTests(PageWorld world)
{
    [Fact]
    public async Task What_is_typed_before_the_page_is_connected_is_still_there_and_counts()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await Early(
            ada,
            "/topics/request",
            async page =>
            {
                await page.Locator("#preset-compacted-table").CheckAsync(new() { Force = true });
                await page.Locator("#name").FillAsync("typed.early");
                await page.Locator("#reason").FillAsync("Before the connection.");
            }
        );

        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("typed.early");
        await Expect(ada.Page.Locator("#reason")).ToHaveValueAsync("Before the connection.");
        await Expect(ada.Page.Locator("#reason")).ToBeFocusedAsync();
        await ada.Sees("Saved as a draft");
        await ada.Page.ReloadAsync();
        await ada.Alive();
        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("typed.early");
        await Expect(ada.Page.Locator("#preset-compacted-table")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Numbers_and_settings_that_are_typed_early_stand_over_what_the_preset_fills_in()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        var rate = ada.Page.Locator("#events-per-second");
        var partitions = ada.Page.Locator("#setting-partitions");
        await Early(
            ada,
            "/topics/request",
            async page =>
            {
                await page.Locator("#name").FillAsync("typed.after-preset");
                await rate.FillAsync("7"); // before the preset, and once more after it
                await page.Locator("#preset-short-lived").CheckAsync(new() { Force = true });
                await rate.FillAsync("777");
                await partitions.FillAsync("24");
            }
        );

        await ada.Sees("Saved as a draft");
        await Expect(rate).ToHaveValueAsync("777");
        await Expect(partitions).ToHaveValueAsync("24");
        await ada.Page.ReloadAsync();
        await ada.Alive();
        await Expect(ada.Page.Locator("#preset-short-lived")).ToBeCheckedAsync();
        await Expect(rate).ToHaveValueAsync("777");
        await Expect(partitions).ToHaveValueAsync("24");
    }

    [Fact]
    public async Task Words_that_are_searched_for_early_filter_the_page()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await Early(ada, "/topics", page => page.Locator("#filter-words").FillAsync("refunds"));

        await ada.IsAt("words=refunds");
        await Expect(ada.Page.Locator("#filter-words")).ToHaveValueAsync("refunds");
    }

    [Fact]
    public async Task A_form_that_is_sent_before_the_page_is_connected_keeps_what_was_typed()
    {
        await using var grace = await Visit.As(world.Address, "grace");
        await Early(
            grace,
            "/break-glass",
            async page =>
            {
                await page.GetByLabel("Emergency").FillAsync("Payments are down.");
                await page.GetByLabel("Emergency").PressAsync("Enter");
            }
        );

        await Expect(grace.Page.GetByLabel("Emergency")).ToHaveValueAsync("Payments are down.");
        grace.Page.Url.ShouldEndWith("/break-glass");
    }

    private static async Task Early(Visit visit, string path, Func<IPage, Task> type)
    {
        var typed = await visit.Hold("**/blazor.web*.js");
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit }),
            answer => answer.Url.Contains("/js/lost", StringComparison.Ordinal)
        );
        await type(visit.Page);

        typed.SetResult();
        await visit.Alive();
    }
}
