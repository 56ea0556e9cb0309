using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using Portal.Tests.Api;
using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

/// <summary>API tokens on their page: made, taken along, tried, revoked.</summary>
public sealed class TokenPageTests(LongPortalWeb web) : IClassFixture<LongPortalWeb>
{
    [LongFact]
    public async Task A_token_is_made_on_the_page_shown_once_used_and_revoked()
    {
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/");
        await ada.Page.GetByLabel("Account of Ada Brandt").ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "API tokens" }).ClickAsync();
        await ada.Sees("No tokens yet");

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "New token" }).ClickAsync();
        await Assertions.Expect(ada.InDialog("Make the token")).ToBeDisabledAsync();
        await ada.Page.GetByLabel("Name").FillAsync("deploy script");
        await ada.Choose("Lives for", "1 d");
        await ada.IsAccessible();
        await ada.InDialog("Make the token").ClickAsync();
        await ada.Sees("it is shown only once");
        await ada.Sees("curl -H \"Authorization: Bearer $PORTAL_TOKEN\"");
        await ada.IsAccessible();
        var secret = await ada.Page.GetByLabel("the token", new() { Exact = true }).InnerTextAsync();
        (await Status(secret)).ShouldBe(HttpStatusCode.OK);

        await ada.Page.ReloadAsync();
        await ada.Alive();
        await ada.Sees("deploy script");
        (await ada.Page.ContentAsync()).ShouldNotContain(secret);

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke deploy script…" }).ClickAsync();
        await ada.Sees("Whatever uses deploy script is refused at once.");
        await ada.InDialog("Revoke").ClickAsync();
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Row, new() { Name = "deploy script" }))
            .ToContainTextAsync("Revoked");
        (await Status(secret)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [LongFact]
    public async Task A_double_click_makes_one_token_and_opens_one_dialog()
    {
        const string Twice = "button => { button.click(); button.click(); }";
        await using var iris = await Visit.As(web.Address, "iris");
        await iris.Open("/tokens");
        var opens = iris.Page.GetByRole(AriaRole.Button, new() { Name = "New token" });
        await opens.EvaluateAsync(Twice);
        await iris.InDialog("Not now").ClickAsync();
        await Assertions.Expect(iris.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await opens.ClickAsync();
        await iris.Page.GetByLabel("Name").FillAsync("clicked twice");
        await Assertions.Expect(iris.InDialog("Make the token")).ToBeEnabledAsync();
        await iris.InDialog("Make the token").EvaluateAsync(Twice);

        await iris.Sees("it is shown only once");
        await iris.Page.ReloadAsync();
        await iris.Alive();
        await Assertions
            .Expect(iris.Page.GetByRole(AriaRole.Row, new() { Name = "clicked twice" }))
            .ToHaveCountAsync(1);
    }

    [LongFact]
    public async Task Platform_sees_everybodys_and_others_are_told_who_does()
    {
        await web.Token("lin");
        await using var sam = await Visit.As(web.Address, "sam");
        await sam.Open("/tokens");
        await sam.Page.GetByRole(AriaRole.Link, new() { Name = "Everybody's" }).ClickAsync();
        await sam.Sees("Lin Sørensen");
        await sam.IsAccessible();

        await using var lin = await Visit.As(web.Address, "lin");
        await lin.Open("/tokens?of=everybody");
        await lin.Sees("Only platform engineers see other people's tokens.");
    }

    [LongFact]
    public async Task The_page_is_accessible_in_every_look_and_fits_a_phone()
    {
        await web.Token("grace");
        await using var visit = await Visit.As(web.Address, "grace");
        await visit.Open("/tokens");
        await visit.IsWholeInEveryLook("tokens");
    }

    private async Task<HttpStatusCode> Status(string token)
    {
        using var client = web.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync("/api/v1/me");
        return answer.StatusCode;
    }
}
