using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Browser;

namespace Portal.Tests.Pages;

/// <summary>Looks at who is there more often than in earnest, so that a test need not wait.</summary>
public sealed class WatchfulWeb : PortalWeb
{
    protected override Dictionary<string, string?> Settings =>
        new(StringComparer.Ordinal) { ["Portal:Identity:RecheckEvery"] = "00:00:00.3" };
}

public sealed class RevokedTests(WatchfulWeb web) : IClassFixture<WatchfulWeb>
{
    [Fact]
    public async Task An_open_page_ends_when_its_persons_access_does()
    {
        await using var visit = await Visit.As(web.Address, "lin");
        await visit.Open("/groups");

        await People.Disable(web, "lin");

        await visit.IsAt("/sign-in");
        (await visit.Page.Locator("button[value=lin]").CountAsync()).ShouldBe(0);
        await People.Enable(web, "lin");
    }

    [Fact]
    public async Task A_page_ends_though_its_browser_is_too_far_behind_to_draw_more()
    {
        await using var visit = await Visit.As(web.Address, "lin");
        await visit.Open("/changes");
        // Says of nothing any more that it was drawn; the circuit sends ten further drawings at most.
        await visit.Page.EvaluateAsync(
            """
            () => {
                const send = WebSocket.prototype.send;
                WebSocket.prototype.send = function (data) {
                    if (typeof data === 'string' || !new TextDecoder().decode(data).includes('OnRenderCompleted')) {
                        send.call(this, data);
                    }
                };
            }
            """
        );
        for (var drawn = 0; await Draws(visit, $"none {drawn}"); drawn++) { }

        await People.Disable(web, "lin");

        await visit.IsAt("/sign-in");
        await People.Enable(web, "lin");
    }

    [Fact]
    public async Task The_door_is_accessible_and_says_that_this_is_an_evaluation()
    {
        await using var visit = await Visit.As(web.Address, "ada");

        await visit.Page.GotoAsync("/sign-in");

        await visit.IsWholeInEveryLook("sign-in");
        (await visit.Page.Locator("main").InnerTextAsync()).ShouldContain("Demo sign-in: no password");
    }

    private static async Task<bool> Draws(Visit visit, string words)
    {
        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync(words);
        try
        {
            await visit.Page.GetByText($"“{words}”").WaitForAsync(new() { Timeout = 3_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
