using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>A form that was refused is no silence to whoever doesn't see it.</summary>
[Collection(PageWorldTests.Name)]
public sealed class RefusedFormTests(PageWorld world)
{
    [Fact]
    public async Task A_refused_form_leads_to_its_first_wrong_field_and_its_words_also_the_second_time()
    {
        await using var grace = await Visit.As(world.Address, "grace");
        await grace.Open("/break-glass");
        var send = grace.Page.GetByRole(AriaRole.Button, new() { Name = "Open break-glass access" });
        var reason = grace.Page.Locator("#glass-reason");

        for (var time = 0; time < 2; time++)
        {
            await send.ClickAsync();

            await Expect(reason).ToBeFocusedAsync();
            await Expect(reason).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(reason).ToHaveAttributeAsync("aria-describedby", "glass-reason-note");
            await Expect(grace.Page.Locator("#glass-reason-note")).ToBeVisibleAsync();
        }
    }
}
