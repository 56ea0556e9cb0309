using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>Sessions on their page: seen, told apart, ended.</summary>
public sealed class SessionPageTests(LongPortalWeb web) : IClassFixture<LongPortalWeb>
{
    [LongFact]
    public async Task A_session_elsewhere_is_ended_and_this_one_stays()
    {
        using var elsewhere = await PageClient.As(web, "ada");
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/");
        await ada.Page.GetByLabel("Account of Ada Brandt").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Sessions" }).ClickAsync();
        await ada.Sees("this browser");
        await ada.IsWholeInEveryLook("sessions");

        await ada
            .Page.GetByRole(AriaRole.Button, new() { Name = "End the session on Another browser of Ada Brandt" })
            .ClickAsync();

        await ada.Sees("has ended, and its open pages with it");
        await Assertions.Expect(ada.Page.GetByText("Another browser", new() { Exact = true })).ToHaveCountAsync(0);
        (await elsewhere.Browser.GetAsync("/tokens")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
    }

    [LongFact]
    public async Task Platform_ends_the_open_page_of_another_who_can_t_see_everybodys()
    {
        await using var lin = await Visit.As(web.Address, "lin");
        await lin.Open("/sessions?of=everybody");
        await lin.Sees("Only platform engineers see other people's sessions.");
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/sessions?of=everybody");

        await sam.Page.GetByRole(AriaRole.Button, new() { Name = "of Lin Sørensen" }).First.ClickAsync();

        await lin.IsAt("/sign-in");
    }
}
