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
        var typed = new TaskCompletionSource();
        await ada.Page.RouteAsync(
            "**/blazor.web*.js",
            async route =>
            {
                await typed.Task;
                await route.ContinueAsync();
            }
        );
        await ada.Page.RunAndWaitForResponseAsync(
            () => ada.Page.GotoAsync("/topics/request", new() { WaitUntil = WaitUntilState.Commit }),
            answer => answer.Url.Contains("/js/lost", StringComparison.Ordinal)
        );
        await ada.Page.Locator("#name").FillAsync("typed.early");
        await ada.Page.Locator("#reason").FillAsync("Before the connection.");

        typed.SetResult();
        await ada.Alive();

        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("typed.early");
        await Expect(ada.Page.Locator("#reason")).ToHaveValueAsync("Before the connection.");
        await Expect(ada.Page.Locator("#reason")).ToBeFocusedAsync();
        await ada.Sees("Saved as a draft");
        await ada.Page.ReloadAsync();
        await ada.Alive();
        await Expect(ada.Page.Locator("#name")).ToHaveValueAsync("typed.early");
    }
}
