using System.Net;

namespace Portal.Tests.Api;

public sealed class SignInTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task A_stranger_is_led_to_sign_in_and_back_to_what_was_asked_for()
    {
        using var stranger = web.Stranger();

        using var answer = await stranger.GetAsync("/states?x=1");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?to=%2Fstates%3Fx%3D1");
    }

    [Fact]
    public async Task Choosing_a_person_begins_a_session_in_a_cookie_that_scripts_cannot_read()
    {
        using var browser = web.Browser();

        using var answer = await Choose(browser, "ada", "/states");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/states");
        var cookie = answer
            .Headers.GetValues("Set-Cookie")
            .Last(c => c.StartsWith("portal-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain("secure");
        using var page = await browser.GetAsync("/states");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/me")]
    [InlineData("/_blazor")]
    public async Task A_site_whose_name_leads_to_this_machine_is_not_taken_for_the_portal(string path)
    {
        using var browser = web.Stranger();
        browser.DefaultRequestHeaders.Host = "evil.example";

        using var answer = await browser.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await answer.Content.ReadAsStringAsync()).ShouldContain("answers as localhost only");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Who_comes_through_a_proxy_on_this_machine_is_not_taken_for_somebody_on_it(
        string header,
        string value
    )
    {
        using var browser = web.Stranger();
        browser.DefaultRequestHeaders.Add(header, value);

        using var answer = await browser.GetAsync("/sign-in");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("came through a proxy");
    }

    [Fact]
    public async Task Where_nobody_needs_a_password_there_is_no_bootstrap_administrator()
    {
        using var ada = await PageClient.As(web, "ada");

        (await ada.Browser.GetAsync("/sign-in/bootstrap")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Signing_in_again_makes_another_session()
    {
        using var browser = web.Browser();

        using var first = await Choose(browser, "ada", "/");
        using var second = await Choose(browser, "ada", "/");

        second.Headers.GetValues("Set-Cookie").Last().ShouldNotBe(first.Headers.GetValues("Set-Cookie").Last());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Signing_in_never_leads_to_another_site(string to)
    {
        using var browser = web.Browser();

        using var answer = await Choose(browser, "ada", to);

        answer.Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        using var stranger = web.Stranger();

        using var answer = await stranger.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["handle"] = "ada" })
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_the_next_request()
    {
        using var browser = web.Browser();
        using var signedIn = await Choose(browser, "lin", "/");

        await People.Disable(web, "lin");

        using var answer = await browser.GetAsync("/states");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.AbsolutePath.ShouldBe("/sign-in");
        await People.Enable(web, "lin");
    }

    private static async Task<HttpResponseMessage> Choose(HttpClient browser, string handle, string to)
    {
        var form = await browser.GetStringAsync("/sign-in");
        var token = ForgeryToken(form);
        return await browser.PostAsync(
            "/sign-in",
            new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["handle"] = handle,
                    ["to"] = to,
                }
            )
        );
    }

    private static string ForgeryToken(string form)
    {
        const string Before = "__RequestVerificationToken\" value=\"";
        var start = form.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return form[start..form.IndexOf('"', start)];
    }
}
